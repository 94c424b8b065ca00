using System.Globalization;
using System.Text;

namespace ErrorManagement.Analytics.Alerts;

/// <summary>Makes foreign text harmless in alerts: on one line, of a bounded length, whole characters only, none of which hides or reorders what is read.</summary>
internal static class AlertText
{
    public const int MaxRule = 100;
    public const int MaxLabelName = 60;
    public const int MaxLabelValue = 200;
    public const int MaxRuleLabels = 8;
    public const int MaxLabels = 16;
    public const int MaxMessage = 1_000;
    private const int NamesShown = 5;

    /// <summary>The text on one line; what was cut off shows as an ellipsis.</summary>
    /// <param name="text">The text; null reads empty.</param>
    /// <param name="max">How many characters there are at most.</param>
    public static string Line(string? text, int max)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        return text.Length <= max && IsHarmless(text) ? text : ChannelText.OneLine(text, max);
    }

    /// <summary>Labels as alerts have them, sorted by ordinal: harmless, at most 16, those without a name left out.</summary>
    public static SortedDictionary<string, string> Labels(params ReadOnlySpan<IEnumerable<KeyValuePair<string, string>>?> sources)
    {
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var source in sources)
        {
            foreach (var (name, value) in source ?? [])
            {
                if (labels.Count == MaxLabels)
                {
                    break;
                }

                if (Line(name, MaxLabelName) is { Length: > 0 } key)
                {
                    labels.TryAdd(key, Line(value, MaxLabelValue));
                }
            }
        }

        return labels;
    }

    /// <summary>What makes two alerts the same: the name of the rule and the labels, as <c>rule{a="x",b="y"}</c>.</summary>
    public static string Fingerprint(string rule, SortedDictionary<string, string> labels)
    {
        var text = new StringBuilder(Name(rule));
        var first = true;
        foreach (var (name, value) in labels)
        {
            text.Append(first ? '{' : ',').Append(Name(name)).Append("=\"").Append(Quoted(value)).Append('"');
            first = false;
        }

        return first ? text.ToString() : text.Append('}').ToString();
    }

    /// <summary>Some names, and how many more there are.</summary>
    public static string Names(IReadOnlyCollection<string> names) =>
        string.Join(", ", names.Take(NamesShown)) + (names.Count > NamesShown ? string.Create(CultureInfo.InvariantCulture, $" and {names.Count - NamesShown:N0} more") : "");

    /// <summary>A figure for a sentence: at most two decimals.</summary>
    public static string Number(double value) => value.ToString("#,0.##", CultureInfo.InvariantCulture);

    private static bool IsHarmless(string text)
    {
        var previous = ' ';
        foreach (var c in text)
        {
            if (c is < ' ' or > '~' || (c == ' ' && previous == ' '))
            {
                return false;
            }

            previous = c;
        }

        return previous != ' ';
    }

    // A brace in a name must not read as the one that the labels begin with.
    private static string Name(string text) => Quoted(text).Replace("{", "\\{", StringComparison.Ordinal);

    private static string Quoted(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
