using System.Globalization;

namespace ErrorManagement.Analytics.Runs;

/// <summary>Says what is wrong with <see cref="RunAnalyticsOptions"/>, everything at once.</summary>
internal static class RunAnalyticsOptionsValidator
{
    private const int MostStatuses = 100;
    private const int LongestStatus = 100;
    private const int MostOrdered = 1_000;
    private const int LeastLine = 1024;
    private const int MostLine = 16 * 1024 * 1024;
    private static readonly TimeSpan MaxSkew = TimeSpan.FromHours(24);

    /// <summary>One message a mistake; empty when there is none.</summary>
    public static IReadOnlyList<string> Mistakes(RunAnalyticsOptions options)
    {
        var mistakes = new List<string>();
        CheckNames(nameof(options.FailedStatuses), options.FailedStatuses, MostStatuses, LongestStatus);
        CheckNames(nameof(options.PhaseOrder), options.PhaseOrder, MostOrdered, PhaseNames.Longest);
        for (var i = 0; i < (options.FailedStatuses?.Count ?? 0); i++)
        {
            if (options.FailedStatuses![i] is { Length: > 0 } status && RunStatuses.KeyOf(status).Length == 0)
            {
                mistakes.Add($"{nameof(options.FailedStatuses)}[{i}] must have a letter or a digit.");
            }
        }

        CheckNumber(nameof(options.MaxPhases), options.MaxPhases, 1, 10_000);
        if (options.MaxClockSkew < TimeSpan.Zero || options.MaxClockSkew > MaxSkew)
        {
            mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"{nameof(options.MaxClockSkew)} must be at least {TimeSpan.Zero} and at most {MaxSkew}, both inclusive; it is {options.MaxClockSkew}."));
        }

        CheckNumber(nameof(options.RepeatWindow), options.RepeatWindow, 0, 1_000_000);
        CheckNumber(nameof(options.MaxLineBytes), options.MaxLineBytes, LeastLine, MostLine);
        CheckNumber(nameof(options.PageSize), options.PageSize, 1, 100_000);
        CheckNumber(nameof(options.MaxPages), options.MaxPages, 1, 10_000_000);
        return mistakes;

        void CheckNumber(string name, int value, int least, int most)
        {
            if (value < least || value > most)
            {
                mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"{name} must be at least {least:N0} and at most {most:N0}, both inclusive; it is {value:N0}."));
            }
        }

        void CheckNames(string name, IList<string>? names, int most, int longest)
        {
            if (names is null)
            {
                mistakes.Add($"{name} must not be null.");
                return;
            }

            if (names.Count > most)
            {
                mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"{name} must have at most {most:N0} entries, inclusive; it has {names.Count:N0}."));
            }

            for (var i = 0; i < Math.Min(names.Count, most); i++)
            {
                if (string.IsNullOrEmpty(names[i]) || names[i].Length > longest)
                {
                    mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"{name}[{i}] must have 1 to {longest} characters; it has {names[i]?.Length ?? 0:N0}."));
                }
            }
        }
    }

    /// <exception cref="ArgumentException">There is a mistake; the message lists all of them.</exception>
    public static void ThrowIfInvalid(RunAnalyticsOptions options)
    {
        if (Mistakes(options) is { Count: > 0 } mistakes)
        {
            throw new ArgumentException(string.Join(" ", mistakes), nameof(options));
        }
    }
}
