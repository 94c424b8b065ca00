using System.Globalization;

namespace ErrorManagement.Analytics.Streams;

/// <summary>Says what is wrong with <see cref="ErrorStreamOptions"/>, everything at once.</summary>
internal static class ErrorStreamOptionsValidator
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>One message a mistake; empty when there is none.</summary>
    public static IReadOnlyList<string> Mistakes(ErrorStreamOptions options)
    {
        var mistakes = new List<string>();
        Between(nameof(options.BufferCapacity), options.BufferCapacity, 1, 65_536, mistakes);
        Between(nameof(options.MaxReaders), options.MaxReaders, 1, 10_000, mistakes);
        Between(nameof(options.MaxMessageLength), options.MaxMessageLength, 16, 65_536, mistakes);
        Between(nameof(options.ErrorInterval), options.ErrorInterval, Shortest, Hour, mistakes);
        Between(nameof(options.StatusInterval), options.StatusInterval, Shortest, Day, mistakes);
        Between(nameof(options.PerformanceInterval), options.PerformanceInterval, Shortest, Day, mistakes);
        Between(nameof(options.HeartbeatInterval), options.HeartbeatInterval, Shortest, Day, mistakes);
        Between(nameof(options.Retry), options.Retry, TimeSpan.Zero, Day, mistakes);
        return mistakes;
    }

    /// <exception cref="ArgumentException">There is a mistake; the message lists all of them.</exception>
    public static void ThrowIfInvalid(ErrorStreamOptions options)
    {
        if (Mistakes(options) is { Count: > 0 } mistakes)
        {
            throw new ArgumentException(string.Join(" ", mistakes), nameof(options));
        }
    }

    private static void Between<T>(string name, T? value, T least, T most, List<string> mistakes)
        where T : struct, IComparable<T>
    {
        if (value is { } given && (given.CompareTo(least) < 0 || given.CompareTo(most) > 0))
        {
            mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"{name} must be at least {least} and at most {most}, inclusive; it is {given}."));
        }
    }
}
