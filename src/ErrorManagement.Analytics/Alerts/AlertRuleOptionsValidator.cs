using System.Globalization;
using ErrorManagement.Analytics.Reports;

namespace ErrorManagement.Analytics.Alerts;

/// <summary>Says what is wrong with <see cref="AlertRuleOptions"/>, everything at once.</summary>
internal static class AlertRuleOptionsValidator
{
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    /// <summary>One message a mistake; empty when there is none. A name is asked for of those in a list only: see <see cref="NameMistake"/>.</summary>
    public static IReadOnlyList<string> Mistakes(AlertRuleOptions options)
    {
        var mistakes = new List<string>();
        Known(nameof(options.Metric), options.Metric, mistakes);
        Known(nameof(options.Operator), options.Operator, mistakes);
        Known(nameof(options.Severity), options.Severity, mistakes);
        OptionBounds.Check<double>(nameof(options.Threshold), options.Threshold, 0, double.MaxValue, mistakes);
        OptionBounds.Check(nameof(options.For), options.For, TimeSpan.Zero, Day, mistakes);
        OptionBounds.Check(nameof(options.KeepFiring), options.KeepFiring, TimeSpan.Zero, Day, mistakes);
        if (options.Component is not null && options.Metric != AlertMetric.ComponentRate)
        {
            mistakes.Add($"{nameof(options.Component)} must be null unless {nameof(options.Metric)} is {nameof(AlertMetric.ComponentRate)}; {nameof(options.Metric)} is {options.Metric}.");
        }

        mistakes.AddRange(LabelMistakes(options.Labels));
        return mistakes;
    }

    /// <summary>What is wrong with the name of a rule; null when nothing is.</summary>
    public static string? NameMistake(string? name) =>
        string.IsNullOrWhiteSpace(name) || name.Length > AlertText.MaxRule
            ? string.Create(CultureInfo.InvariantCulture, $"{nameof(AlertRuleOptions.Name)} must be at least 1 and at most {AlertText.MaxRule} characters, inclusive, and not blank; it has {name?.Length ?? 0}.")
            : null;

    /// <summary>What is wrong with the labels of a rule.</summary>
    public static IEnumerable<string> LabelMistakes(IEnumerable<KeyValuePair<string, string>>? labels)
    {
        const string Labels = nameof(AlertRuleOptions.Labels);
        if (labels is null)
        {
            yield return $"{Labels} must not be null.";
            yield break;
        }

        var count = 0;
        foreach (var (name, value) in labels)
        {
            count++;
            if (string.IsNullOrWhiteSpace(name) || name.Length > AlertText.MaxLabelName)
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"{Labels}: a name must be at least 1 and at most {AlertText.MaxLabelName} characters, inclusive, and not blank; one has {name?.Length ?? 0}.");
            }

            if (value is null || value.Length > AlertText.MaxLabelValue)
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"{Labels}: a value must not be null and have at most {AlertText.MaxLabelValue} characters, inclusive.");
            }
        }

        if (count > AlertText.MaxRuleLabels)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{Labels} must be at most {AlertText.MaxRuleLabels}, inclusive; they are {count}.");
        }
    }

    private static void Known<T>(string name, T value, List<string> mistakes)
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            mistakes.Add($"{name} must be one of {string.Join(", ", Enum.GetNames<T>())}; it is {value:D}.");
        }
    }
}
