using System.Globalization;
using ErrorManagement.Analytics.Anomalies;
using ErrorManagement.Analytics.Grouping;
using ErrorManagement.Analytics.Scrubbing;

namespace ErrorManagement.Analytics.Registry;

/// <summary>Says what is wrong with options, all of it at once.</summary>
internal static class ErrorRegistryOptionsValidator
{
    private const int LongestName = 200;
    private const long LeastBytes = 1L << 20;
    private const long MostBytes = 1L << 40;

    // One record must not fill the registry.
    private const int RecordsAtLeast = 4;

    /// <summary>The mistakes, each naming option, value and bound; empty when there are none.</summary>
    public static IReadOnlyList<string> Validate(ErrorRegistryOptions options)
    {
        var mistakes = new List<string>();
        Between(nameof(options.Capacity), options.Capacity, 1, 1_000_000, mistakes);
        Between(nameof(options.QueueCapacity), options.QueueCapacity, 1, 1_000_000, mistakes);
        Between(nameof(options.MaxMessageLength), options.MaxMessageLength, 16, 65_536, mistakes);
        Between(nameof(options.MaxOccurrencesPerRecord), options.MaxOccurrencesPerRecord, 1, 100, mistakes);
        Bytes(options, mistakes);
        Between(nameof(options.MaxContextEntries), options.MaxContextEntries, 0, 1_000, mistakes);
        Between(nameof(options.MaxContextValueLength), options.MaxContextValueLength, 16, 65_536, mistakes);
        if (string.IsNullOrWhiteSpace(options.Name))
        {
            mistakes.Add($"{nameof(ErrorRegistryOptions)}.{nameof(options.Name)} must be 1 to {LongestName} characters and not blank; it is {(options.Name is null ? "null" : $"'{options.Name}'")}.");
        }

        Short(nameof(options.Name), options.Name, mistakes);
        Short(nameof(options.Release), options.Release, mistakes);
        Short(nameof(options.Host), options.Host, mistakes);
        mistakes.AddRange(options.Scrubbing is null ? ["Scrubbing must not be null."] : ScrubbingOptionsValidator.Validate(options.Scrubbing).Select(m => "Scrubbing: " + m));
        mistakes.AddRange(options.Grouping is null ? ["Grouping must not be null."] : GroupingOptionsValidator.Validate(options.Grouping).Select(m => "Grouping: " + m));
        mistakes.AddRange(options.Anomalies is null ? ["Anomalies must not be null."] : AnomalyDetectorOptionsValidator.Mistakes(options.Anomalies).Select(m => "Anomalies: " + m));
        return mistakes;
    }

    /// <exception cref="ArgumentException">There are mistakes; the message lists them all.</exception>
    public static void ThrowIfInvalid(ErrorRegistryOptions options)
    {
        if (Validate(options) is { Count: > 0 } mistakes)
        {
            throw new ArgumentException(string.Join(" ", mistakes), nameof(options));
        }
    }

    private static void Between(string name, long value, long least, long most, List<string> mistakes)
    {
        if (value < least || value > most)
        {
            mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"{nameof(ErrorRegistryOptions)}.{name} must be at least {least} and at most {most}, inclusive; it is {value}."));
        }
    }

    private static void Bytes(ErrorRegistryOptions options, List<string> mistakes)
    {
        var before = mistakes.Count;
        Between(nameof(options.MaxBytes), options.MaxBytes, LeastBytes, MostBytes, mistakes);
        var messages = (long)options.MaxOccurrencesPerRecord * options.MaxMessageLength * sizeof(char);
        if (mistakes.Count == before && messages > options.MaxBytes / RecordsAtLeast)
        {
            mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"{nameof(ErrorRegistryOptions)}.{nameof(options.MaxBytes)} must be at least {RecordsAtLeast} times the {messages} bytes that {options.MaxOccurrencesPerRecord} messages ({nameof(options.MaxOccurrencesPerRecord)}) of {options.MaxMessageLength} characters ({nameof(options.MaxMessageLength)}) can take, {messages * RecordsAtLeast}; it is {options.MaxBytes}."));
        }
    }

    private static void Short(string name, string? value, List<string> mistakes)
    {
        if (value is { Length: > LongestName })
        {
            mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"{nameof(ErrorRegistryOptions)}.{name} must be null or at most {LongestName} characters, inclusive; it has {value.Length}."));
        }
    }
}
