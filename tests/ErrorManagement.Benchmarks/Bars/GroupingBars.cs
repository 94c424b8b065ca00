using ErrorManagement.Analytics.Grouping;
using ErrorManagement.Benchmarks.Accuracy;

namespace ErrorManagement.Benchmarks.Bars;

/// <summary>P13: grouping.</summary>
internal static class GroupingBars
{
    public static IEnumerable<Bar> All =>
    [
        new Bar(13, "message templates against GetHashCode", 12, "x", LogLines().Length == 0 ? null : Templates),
    ];

    private static double Templates()
    {
        var lines = LogLines();
        return Timing.Ratio(
            times =>
            {
                for (var i = 0; i < times; i++)
                {
                    var templates = new MessageTemplates();
                    foreach (var line in lines)
                    {
                        templates.Add(line);
                    }
                }
            },
            times =>
            {
                for (var i = 0; i < times; i++)
                {
                    foreach (var line in lines)
                    {
                        _ = line.GetHashCode(StringComparison.Ordinal);
                    }
                }
            });
    }

    /// <summary>The lines of ../shared/data/loghub; none where it is absent.</summary>
    private static string[] LogLines() => [.. LogSet.All().SelectMany(set => set.Messages)];
}
