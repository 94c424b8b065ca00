using System.Globalization;

namespace ErrorManagement.Analytics;

/// <summary>A pattern, with what it means and how bad it is: an immutable snapshot.</summary>
public sealed record PatternAlert
{
    /// <summary>From how many errors on an episode is critical, inclusive.</summary>
    public const int CriticalCount = 50;

    /// <summary>From how many errors on an episode is an error, inclusive; fewer are a warning.</summary>
    public const int ErrorCount = 20;

    /// <summary>The episode.</summary>
    public required DetectedPattern Pattern { get; init; }

    /// <summary>What happened, in one sentence; the same in every culture. Names are those that were recorded.</summary>
    public required string Description { get; init; }

    /// <summary>How bad it is, by the most errors seen in one window of the episode: from 50 on critical, from 20 on an error, else a warning.</summary>
    public ErrorSeverity Severity { get; init; }

    /// <summary>Judges an episode. Pure.</summary>
    /// <param name="pattern">The episode.</param>
    /// <returns>The alert.</returns>
    public static PatternAlert Of(DetectedPattern pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return new PatternAlert { Pattern = pattern, Description = Describe(pattern), Severity = SeverityOf(pattern.Count) };
    }

    /// <summary>How bad so many errors are.</summary>
    /// <param name="count">The errors.</param>
    /// <returns>Critical from 50 on, error from 20 on, else warning.</returns>
    public static ErrorSeverity SeverityOf(long count) => count switch
    {
        >= CriticalCount => ErrorSeverity.Critical,
        >= ErrorCount => ErrorSeverity.Error,
        _ => ErrorSeverity.Warning,
    };

    private static string Describe(DetectedPattern pattern)
    {
        var times = string.Create(CultureInfo.InvariantCulture, $"{pattern.Count:N0} {(pattern.Count == 1 ? "time" : "times")}");
        var errors = string.Create(CultureInfo.InvariantCulture, $"{pattern.Count:N0} {(pattern.Count == 1 ? "error" : "errors")}");
        var window = string.Create(CultureInfo.InvariantCulture, $"{pattern.Window.TotalMinutes:0.##} {(pattern.Window == TimeSpan.FromMinutes(1) ? "minute" : "minutes")}");
        return pattern.Kind switch
        {
            PatternKind.HighFrequency => $"{pattern.Subject} happened up to {times} within {window}.",
            PatternKind.ComponentFlood => $"{pattern.Subject} had up to {errors} within {window}.",
            PatternKind.Recurring => $"{pattern.Subject} comes back: {times} among the last ten errors.",
            PatternKind.LayerCascade => $"Errors climbed through the layers, {pattern.Subject}: {errors}.",
            PatternKind.Burst => $"Errors came together: up to {errors} within {window}.",
            PatternKind.Degradation => $"Errors became more: up to {errors} within {window}, against fewer in the time before.",
            _ => $"{pattern.Subject}: up to {errors} within {window}.",
        };
    }
}
