using System.Globalization;
using Microsoft.Extensions.Options;

namespace ErrorManagement.Analytics.Health;

/// <summary>Finds every mistake in <see cref="ErrorBudgetOptions"/> at once.</summary>
internal sealed class ErrorBudgetOptionsValidator : IValidateOptions<ErrorBudgetOptions>
{
    public const double MaxObjective = 0.999999999;

    private const int MaxRules = 16;
    private const int MaxName = 200;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(90);

    public ValidateOptionsResult Validate(string? name, ErrorBudgetOptions options) =>
        Mistakes(options) is { Count: > 0 } mistakes ? ValidateOptionsResult.Fail(mistakes) : ValidateOptionsResult.Success;

    /// <exception cref="ArgumentException">There is a mistake; the message lists all of them.</exception>
    public static void ThrowIfInvalid(ErrorBudgetOptions options)
    {
        if (Mistakes(options) is { Count: > 0 } mistakes)
        {
            throw new ArgumentException(string.Join(" ", mistakes), nameof(options));
        }
    }

    private static List<string> Mistakes(ErrorBudgetOptions options)
    {
        var mistakes = new List<string>();
        var subject = string.IsNullOrWhiteSpace(options.Name) ? "Error budget" : $"Error budget '{options.Name}'";
        Check(!string.IsNullOrWhiteSpace(options.Name) && options.Name.Length <= MaxName, nameof(options.Name), $"a name that is not blank, of at most {MaxName} characters", options.Name);
        Check(options.Objective is > 0 and <= MaxObjective, nameof(options.Objective), $"more than 0 and at most {MaxObjective.ToString(CultureInfo.InvariantCulture)}", options.Objective);
        Check(options.Window >= Hour && options.Window <= Longest && options.Window.Ticks % Hour.Ticks == 0, nameof(options.Window), $"whole hours, at least {Hour} and at most {Longest}, both inclusive", options.Window);
        Check(options.MinFailures >= 1, nameof(options.MinFailures), "at least 1", options.MinFailures);
        Check(options.Component is null || !string.IsNullOrWhiteSpace(options.Component), nameof(options.Component), "null or a name that is not blank", options.Component);
        Check(Enum.IsDefined(options.MinSeverity), nameof(options.MinSeverity), "a severity", options.MinSeverity);
        Check(options.Rules.Count <= MaxRules, nameof(options.Rules), $"at most {MaxRules}", options.Rules.Count);
        for (var i = 0; i < options.Rules.Count; i++)
        {
            CheckRule($"{nameof(options.Rules)}[{i.ToString(CultureInfo.InvariantCulture)}]", options.Rules[i]);
        }

        return mistakes;

        void CheckRule(string option, BurnRateRule? rule)
        {
            if (rule is null)
            {
                Check(false, option, "a rule", null);
                return;
            }

            Check(Enum.IsDefined(rule.Severity), $"{option}.{nameof(rule.Severity)}", "a severity", rule.Severity);
            Check(rule.Threshold > 0 && double.IsFinite(rule.Threshold), $"{option}.{nameof(rule.Threshold)}", "more than 0 and finite", rule.Threshold);
            Check(IsWindow(rule.LongWindow), $"{option}.{nameof(rule.LongWindow)}", $"whole minutes up to 24 hours, or whole hours up to {Longest}", rule.LongWindow);
            Check(IsWindow(rule.ShortWindow) && rule.ShortWindow <= rule.LongWindow, $"{option}.{nameof(rule.ShortWindow)}", "whole minutes up to 24 hours, or whole hours, and at most the long window", rule.ShortWindow);
        }

        void Check(bool holds, string option, string bound, object? value)
        {
            if (!holds)
            {
                mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"{subject}: {option} must be {bound}; it is {value switch { null => "null", "" => "empty", _ => value }}."));
            }
        }
    }

    private static bool IsWindow(TimeSpan window) =>
        window >= Minute && window <= Longest && window.Ticks % (window <= BudgetCounts.LongestOfMinutes ? Minute : Hour).Ticks == 0;
}
