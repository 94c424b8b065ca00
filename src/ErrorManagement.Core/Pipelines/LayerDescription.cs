using System.Globalization;
using System.Text;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.Diagnostics;
using ErrorManagement.Fallbacks;
using ErrorManagement.Policies;

namespace ErrorManagement.Pipelines;

/// <summary>Says in words what a layer does, with the settings that decide it.</summary>
internal static class LayerDescription
{
    /// <param name="layer">The layer.</param>
    /// <param name="name">What it is called without its settings, where those may change.</param>
    public static string Of(IPolicyLayer layer, string name) => layer is CircuitBreaker breaker ? Of(breaker) : name;

    /// <summary>A fallback, a chain with its members.</summary>
    public static string Of<T>(IFallback<T> fallback, bool forSomeFailuresOnly) =>
        FallbackName.Of(fallback) + (forSomeFailuresOnly ? " for some failures" : "");

    /// <summary>What a policy calls itself; the name of its type when it does not say, or throws.</summary>
    public static string Of(IExecutionPolicy policy)
    {
        var type = policy.GetType();
        try
        {
            var text = policy.ToString();
            return string.IsNullOrEmpty(text) || text == type.ToString() ? type.Name : text;
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e);
            return type.Name;
        }
    }

    /// <summary>A line for each layer, each indented below the one before it.</summary>
    public static string Indent(IEnumerable<string> descriptions)
    {
        var text = new StringBuilder();
        var depth = 0;
        foreach (var description in descriptions)
        {
            if (depth > 0)
            {
                text.Append('\n').Append(' ', 2 * depth);
            }

            text.Append(description);
            depth++;
        }

        return text.ToString();
    }

    private static string Of(CircuitBreaker breaker)
    {
        var options = breaker.Options;
        var rules = string.Join(" or ", RulesOf(options).Select(static rule => rule.ToString(CultureInfo.InvariantCulture)));
        FormattableString pause = options switch
        {
            { Pacing: not null } => $"breaks of its pacing",
            { BackoffMultiplier: > 1 and var factor } => $"{options.BreakDuration.TotalSeconds} s x{factor} <= {options.MaxBreakDuration.TotalSeconds} s",
            _ => $"{options.BreakDuration.TotalSeconds} s",
        };
        return $"breaker({breaker.Name}: {(rules.Length == 0 ? "by hand or by a judge only" : rules)}, {FormattableString.Invariant(pause)})";
    }

    private static IEnumerable<FormattableString> RulesOf(CircuitBreakerOptions options)
    {
        var lastCalls = options.Counting == CircuitCounting.LastCalls;
        FormattableString window = lastCalls ? (FormattableString)$"the last {options.SamplingCalls}" : $"{options.SamplingDuration.TotalSeconds} s";
        var within = (lastCalls ? "of " : "in ") + FormattableString.Invariant(window);
        if (options.FailureThreshold < int.MaxValue)
        {
            yield return options.Counting == CircuitCounting.Consecutive ? (FormattableString)$"{options.FailureThreshold} in a row" : $"{options.FailureThreshold} {within}";
        }

        if (options.FailureRateThreshold is { } failures)
        {
            yield return $"{failures * 100:0.##} % of {CircuitRules.MinimumOf(options)}+ {within}";
        }

        if (options.SlowCallRateThreshold is { } slow)
        {
            yield return $"{slow * 100:0.##} % above {options.SlowCallDuration.TotalSeconds} s of {CircuitRules.MinimumOf(options)}+ {within}";
        }
    }
}
