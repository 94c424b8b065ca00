using System.Globalization;
using ErrorManagement.Analytics.Scrubbing;

namespace ErrorManagement.Analytics.Registry;

/// <summary>Says what is wrong with options, all of it at once.</summary>
internal static class ErrorRegistryOptionsValidator
{
    private const int LongestName = 200;

    /// <summary>The mistakes, each naming option, value and bound; empty when there are none.</summary>
    public static IReadOnlyList<string> Validate(ErrorRegistryOptions options)
    {
        var mistakes = new List<string>();
        Between(nameof(options.Capacity), options.Capacity, 1, 1_000_000, mistakes);
        Between(nameof(options.QueueCapacity), options.QueueCapacity, 1, 1_000_000, mistakes);
        Between(nameof(options.MaxMessageLength), options.MaxMessageLength, 16, 65_536, mistakes);
        Between(nameof(options.MaxOccurrencesPerRecord), options.MaxOccurrencesPerRecord, 1, 100, mistakes);
        if (string.IsNullOrWhiteSpace(options.Name))
        {
            mistakes.Add($"{nameof(ErrorRegistryOptions)}.{nameof(options.Name)} must be 1 to {LongestName} characters and not blank; it is {(options.Name is null ? "null" : $"'{options.Name}'")}.");
        }

        Short(nameof(options.Name), options.Name, mistakes);
        Short(nameof(options.Release), options.Release, mistakes);
        Short(nameof(options.Host), options.Host, mistakes);
        mistakes.AddRange(options.Scrubbing is null ? ["Scrubbing must not be null."] : ScrubbingOptionsValidator.Validate(options.Scrubbing).Select(m => "Scrubbing: " + m));
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

    private static void Between(string name, int value, int least, int most, List<string> mistakes)
    {
        if (value < least || value > most)
        {
            mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"{nameof(ErrorRegistryOptions)}.{name} must be at least {least} and at most {most}, inclusive; it is {value}."));
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
