using System.Globalization;
using ErrorManagement.Analytics;

namespace QuickStart;

/// <summary>Prints grouped errors as a table.</summary>
internal static class ErrorTable
{
    private const int MostGroups = 30;

    /// <summary>Errors with counts and when they were first and last seen.</summary>
    public static void Print(IReadOnlyList<ErrorRecord> errors, Terminal terminal)
    {
        terminal.Line($"  {"count",5}  {"first seen",-12}  {"last seen",-12}  {"severity",-8}  error");
        foreach (var error in errors.OrderByDescending(e => e.Count).ThenBy(e => e.FirstSeen))
        {
            var type = error.ErrorType[(error.ErrorType.LastIndexOf('.') + 1)..];
            var line = $"  {Count(error.Count),5}  {Time(error.FirstSeen),-12}  {Time(error.LastSeen),-12}  {error.Severity,-8}  {type}{Code(error)}: {error.Template}";
            terminal.Line(Terminal.Cut(line, terminal.Width));
        }
    }

    /// <summary>Groups of lines with their share of all lines.</summary>
    public static void PrintGroups(IReadOnlyList<ErrorRecord> groups, long lines, Terminal terminal)
    {
        terminal.Line($"  {"count",9}  {"share",6}  line");
        foreach (var group in groups.OrderByDescending(g => g.Count).ThenBy(g => g.Template, StringComparer.Ordinal).Take(MostGroups))
        {
            var share = lines == 0 ? 0 : (double)group.Count / lines;
            terminal.Line(Terminal.Cut(string.Create(CultureInfo.InvariantCulture, $"  {group.Count,9:N0}  {share,6:0.0 %}  {group.Template}"), terminal.Width));
        }

        if (groups.Count > MostGroups)
        {
            var rest = groups.OrderByDescending(g => g.Count).Skip(MostGroups).Sum(g => g.Count);
            terminal.Line(string.Create(CultureInfo.InvariantCulture, $"  {rest,9:N0}          in {groups.Count - MostGroups:N0} more groups"));
        }
    }

    private static string Code(ErrorRecord error) => error.Code is { } code ? $" {code}" : error.Identity is { Length: > 0 } identity ? $" {identity}" : "";

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset value) => value.ToLocalTime().ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
}
