using System.Globalization;
using ErrorManagement.Analytics.Grouping;

namespace ErrorManagement.Benchmarks.Accuracy;

/// <summary>A1: message templates on labelled logs, each set once, in order, with the one configuration there is.</summary>
internal static class TemplateAccuracy
{
    public const double ResolvedAccuracyBar = 0.95;
    public const double ResolvedF1Bar = 0.92;
    public const double EachSetBar = 0.85;
    public const double ArrivalAccuracyBar = 0.90;

    /// <summary>Prints the figures; writes the groups as one file a set where a folder is given. Exit code 1 when a bar is short.</summary>
    public static int Run(string? folder)
    {
        var sets = LogSet.All();
        if (sets.Count == 0)
        {
            Console.WriteLine("A1 absent: ../shared/data/loghub is not here.");
            return 0;
        }

        Console.WriteLine("A1 message templates       at arrival        resolved");
        Console.WriteLine("   set                     GA      FGA       GA      FGA    groups  true");
        var arrival = new List<GroupingScore>();
        var resolved = new List<GroupingScore>();
        foreach (var set in sets)
        {
            var templates = new MessageTemplates();
            var ids = set.Messages.Select(message => templates.Add(message)).ToList();
            var last = ids.Select(templates.Resolve).ToList();
            arrival.Add(GroupingScore.Of(set.Events, ids));
            resolved.Add(GroupingScore.Of(set.Events, last));
            Console.WriteLine(Line(set.Name, arrival[^1], resolved[^1], $"{last.Distinct().Count(),8}{set.Events.Distinct(StringComparer.Ordinal).Count(),6}"));
            if (folder is not null)
            {
                Write(Path.Combine(folder, "arrival"), set.Name, ids);
                Write(Path.Combine(folder, "resolved"), set.Name, last);
            }
        }

        Console.WriteLine(Line("mean", Mean(arrival), Mean(resolved), ""));
        return Check("resolved, mean GA", Mean(resolved).GroupingAccuracy, ResolvedAccuracyBar)
            + Check("resolved, mean FGA", Mean(resolved).GroupF1, ResolvedF1Bar)
            + Check("resolved, GA of the worst set", resolved.Min(score => score.GroupingAccuracy), EachSetBar)
            + Check("at arrival, mean GA", Mean(arrival).GroupingAccuracy, ArrivalAccuracyBar) == 0 ? 0 : 1;
    }

    private static string Line(string name, GroupingScore arrival, GroupingScore resolved, string groups) => string.Create(
        CultureInfo.InvariantCulture,
        $"   {name,-18}{arrival.GroupingAccuracy,10:F4}{arrival.GroupF1,9:F4}{resolved.GroupingAccuracy,9:F4}{resolved.GroupF1,9:F4}{groups}");

    private static GroupingScore Mean(List<GroupingScore> scores) => new(scores.Average(score => score.GroupingAccuracy), scores.Average(score => score.GroupF1));

    private static int Check(string what, double value, double bar)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"A1 {what,-32}{value,9:F4}  bar >= {bar:F2}  {(value >= bar ? "ok" : "SHORT")}"));
        return value >= bar ? 0 : 1;
    }

    private static void Write(string folder, string name, List<int> groups)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllLines(Path.Combine(folder, name + ".txt"), groups.Select(group => group.ToString(CultureInfo.InvariantCulture)));
    }
}
