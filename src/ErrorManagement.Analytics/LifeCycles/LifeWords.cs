using System.Globalization;

namespace ErrorManagement.Analytics.LifeCycles;

/// <summary>The reasons of the registry's own, in words.</summary>
internal static class LifeWords
{
    /// <summary>How many characters of a reason are kept.</summary>
    public const int MaxReason = 500;

    /// <summary>The longest that it says itself, give or take a name.</summary>
    public const int UsualReason = 200;

    public const string Ignored = "marked as ignored";
    public const string Reopened = "opened again";
    public const string TimeOver = "the time until which it was muted is over";

    public static string FirstSeen(string? release, string? host) => "first seen" + Place(release, host);

    public static string Resolved(string? release) => release is null ? "marked resolved" : $"marked resolved in release {release}";

    public static string Muted(Muting muting) => muting.Limit is { } limit
        ? $"muted until it happens {Times(limit.Limit)} within an hour"
        : string.Create(CultureInfo.InvariantCulture, $"muted until {muting.Until:yyyy-MM-dd HH:mm:ss} UTC");

    public static string CameBack(Resolution resolution, string? release, string? host, long steady) =>
        $"came back{Place(release, host)}, {Length(steady - resolution.Steady)} after it was resolved{Place(resolution.Release, null)}";

    public static string Heard(Muting muting) => muting.Limit is { } limit ? $"happened {Times(limit.Limit)} within an hour" : TimeOver;

    private static string Place(string? release, string? host) =>
        (release is null ? "" : " in release " + release) + (host is null ? "" : " on " + host);

    private static string Times(int count) => count == 1 ? "once" : string.Create(CultureInfo.InvariantCulture, $"{count:N0} times");

    private static string Length(long ticks)
    {
        var length = TimeSpan.FromTicks(Math.Max(0, ticks));
        return length switch
        {
            { TotalDays: >= 2 } => Count(length.TotalDays, "days"),
            { TotalHours: >= 2 } => Count(length.TotalHours, "hours"),
            { TotalMinutes: >= 2 } => Count(length.TotalMinutes, "minutes"),
            { TotalSeconds: >= 2 } => Count(length.TotalSeconds, "seconds"),
            _ => "moments",
        };
    }

    private static string Count(double number, string unit) => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(number):N0} {unit}");
}
