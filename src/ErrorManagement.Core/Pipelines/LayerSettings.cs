using ErrorManagement.CircuitBreakers;
using ErrorManagement.Classification;
using ErrorManagement.Fallbacks;
using ErrorManagement.Policies;
using ErrorManagement.Retries;
using ErrorManagement.Timeouts;

namespace ErrorManagement.Pipelines;

/// <summary>What a settings check knows of one layer. Only what is set describes it: a layer of the host's own has a description, and no more.</summary>
/// <param name="Description">What it is called.</param>
internal sealed record LayerSettings(string Description)
{
    /// <summary>Says when a layer tries again what failed below it.</summary>
    /// <param name="retries">How many retries were made, from 0.</param>
    /// <param name="elapsed">How long the call has taken.</param>
    /// <returns>The shortest delay before the next one; null when there is none.</returns>
    public delegate TimeSpan? NextDelay(int retries, TimeSpan elapsed);

    /// <summary>The breaker, to know it again; null for another layer.</summary>
    public CircuitBreaker? Breaker { get; init; }

    /// <summary>The settings of a retry; null for another layer.</summary>
    public RetryOptions? Retry { get; init; }

    /// <summary>How long calls may take below a time-out; null for another layer.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>What tries again, one after the other: a retry, or fallbacks that retry. Empty for none.</summary>
    public IReadOnlyList<NextDelay> Repeats { get; init; } = [];

    /// <summary>Whether the host's own function says how long the delays of the retry are: then nothing is known of them.</summary>
    public bool HasOwnDelays => Retry?.DelayGenerator is not null;

    /// <summary>Whether it tries again at all.</summary>
    public bool RepeatsAny => Repeats.Any(static repeat => repeat(0, TimeSpan.Zero) is not null);

    /// <summary>Whether layers above never see what failed below: it answers for all of it.</summary>
    public bool AlwaysAnswers { get; init; }

    /// <summary>Whether it can fail with an error of its own that layers above count or retry.</summary>
    public bool AddsFailures { get; init; }

    public static LayerSettings Of(IPolicyLayer layer, string description) => layer switch
    {
        CircuitBreaker breaker => new(description) { Breaker = breaker },
        RetryPolicy retry => new(description) { Retry = retry.Options, Repeats = [DelaysOf(retry.Options)] },
        TimeoutPolicy timeout => new(description) { Timeout = timeout.FixedTimeout, AddsFailures = true },
        _ => new(description) { AddsFailures = true },
    };

    public static LayerSettings Of<T>(IFallback<T> fallback, bool forSomeFailuresOnly)
    {
        var asked = Asked(fallback).ToList();
        return new($"fallback({fallback.Name})")
        {
            Repeats = [.. asked.OfType<RetryFallback<T>>().Select(DelaysOf)],
            AlwaysAnswers = !forSomeFailuresOnly && asked.LastOrDefault() is DefaultValueFallback<T>,
        };
    }

    // Of the host's own delays nothing is known but how many there are: they count as none.
    private static NextDelay DelaysOf(RetryOptions options) => (retries, elapsed) =>
        RetryPlan.NextDelay(options, retries, new ErrorClassification(ErrorCategory.Transient, ErrorSeverity.Warning), elapsed, random: 0) is { } delay
            ? options.DelayGenerator is null ? delay : TimeSpan.Zero
            : null;

    private static NextDelay DelaysOf<T>(RetryFallback<T> fallback) => (retries, _) =>
        retries < fallback.MaxRetries ? fallback.DelayBefore(retries) : null;

    // Members of chains, as far as they are asked: behind a fixed answer nobody is.
    private static IEnumerable<IFallback<T>> Asked<T>(IFallback<T> fallback)
    {
        foreach (var member in fallback is FallbackChain<T> chain ? chain.Members.SelectMany(Asked) : [fallback])
        {
            yield return member;
            if (member is DefaultValueFallback<T>)
            {
                yield break;
            }
        }
    }
}
