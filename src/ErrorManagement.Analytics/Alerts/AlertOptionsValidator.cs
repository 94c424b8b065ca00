using System.Globalization;
using ErrorManagement.Analytics.Reports;

namespace ErrorManagement.Analytics.Alerts;

/// <summary>Says what is wrong with <see cref="AlertOptions"/>, everything at once.</summary>
internal static class AlertOptionsValidator
{
    private const int MostRules = 100;
    private const int Shown = 100;
    private static readonly TimeSpan Tenth = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    /// <summary>One message a mistake; empty when there is none.</summary>
    public static IReadOnlyList<string> Mistakes(AlertOptions options)
    {
        var mistakes = new List<string>();
        OptionBounds.Check(nameof(options.ErrorRateThreshold), options.ErrorRateThreshold, 0, double.MaxValue, mistakes);
        OptionBounds.Check(nameof(options.CriticalErrorThreshold), options.CriticalErrorThreshold, 1, int.MaxValue, mistakes);
        OptionBounds.Check(nameof(options.Window), options.Window, Minute, Day, mistakes);
        OptionBounds.Check(nameof(options.ComponentRateThreshold), options.ComponentRateThreshold, 0, double.MaxValue, mistakes);
        OptionBounds.Check(nameof(options.HealthScoreBelow), options.HealthScoreBelow, 0, 100, mistakes);
        OptionBounds.Check(nameof(options.For), options.For, TimeSpan.Zero, Day, mistakes);
        OptionBounds.Check(nameof(options.KeepFiring), options.KeepFiring, TimeSpan.Zero, Day, mistakes);
        OptionBounds.Check(nameof(options.RepeatInterval), options.RepeatInterval, Minute, TimeSpan.FromDays(30), mistakes);
        OptionBounds.Check(nameof(options.EvaluationInterval), options.EvaluationInterval, Second, Hour, mistakes);
        OptionBounds.Check(nameof(options.EventWindow), options.EventWindow, Second, Day, mistakes);
        OptionBounds.Check(nameof(options.SilenceDuration), options.SilenceDuration, TimeSpan.FromTicks(1), AlertSilence.Longest, mistakes);
        OptionBounds.Check(nameof(options.MaxAlerts), options.MaxAlerts, 1, 10_000, mistakes);
        OptionBounds.Check(nameof(options.MaxAlertsPerRule), options.MaxAlertsPerRule, 1, 10_000, mistakes);
        OptionBounds.Check(nameof(options.HistoryCapacity), options.HistoryCapacity, 0, 100_000, mistakes);
        OptionBounds.Check(nameof(options.QueueCapacity), options.QueueCapacity, 1, 10_000, mistakes);
        OptionBounds.Check(nameof(options.SendTimeout), options.SendTimeout, Tenth, TimeSpan.FromMinutes(10), mistakes);
        OptionBounds.Check(nameof(options.StopTimeout), options.StopTimeout, TimeSpan.Zero, TimeSpan.FromMinutes(10), mistakes);
        OptionBounds.Check(nameof(options.MaxSendAttempts), options.MaxSendAttempts, 1, 100, mistakes);
        Rules(options.Rules, mistakes);
        return mistakes;
    }

    /// <exception cref="ArgumentException">There is a mistake; the message lists all of them.</exception>
    public static void ThrowIfInvalid(AlertOptions options) => OptionBounds.ThrowIfAny(Mistakes(options), nameof(options));

    private static void Rules(IList<AlertRuleOptions>? rules, List<string> mistakes)
    {
        const string List = nameof(AlertOptions.Rules);
        if (rules is null)
        {
            mistakes.Add($"{List} must not be null.");
            return;
        }

        if (rules.Count > MostRules)
        {
            mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"{List} must be at most {MostRules}, inclusive; they are {rules.Count}."));
        }

        var names = new HashSet<string>(AlertRuleNames.BuiltIn, StringComparer.Ordinal);
        for (var i = 0; i < Math.Min(rules.Count, MostRules); i++)
        {
            var subject = string.Create(CultureInfo.InvariantCulture, $"{List}[{i}]");
            if (rules[i] is not { } rule)
            {
                mistakes.Add($"{subject} must not be null.");
                continue;
            }

            subject = $"{subject} '{ChannelText.OneLine(rule.Name, Shown)}'";
            if (AlertRuleOptionsValidator.NameMistake(rule.Name) is { } nameMistake)
            {
                mistakes.Add($"{subject}: {nameMistake}");
            }

            mistakes.AddRange(AlertRuleOptionsValidator.Mistakes(rule).Select(mistake => $"{subject}: {mistake}"));
            if (!string.IsNullOrWhiteSpace(rule.Name) && !names.Add(rule.Name))
            {
                mistakes.Add($"{subject}: {nameof(rule.Name)} must be one that no other rule has.");
            }
        }
    }
}
