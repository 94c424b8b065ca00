using System.Globalization;

namespace ErrorManagement.Analytics.Patterns;

/// <summary>Says what is wrong with <see cref="PatternOptions"/>, everything at once.</summary>
internal static class PatternOptionsValidator
{
    /// <summary>One message a mistake; empty when there is none.</summary>
    public static IReadOnlyList<string> Mistakes(PatternOptions options)
    {
        var mistakes = new List<string>();
        CheckThreshold(nameof(PatternOptions.HighFrequencyThreshold), options.HighFrequencyThreshold);
        CheckThreshold(nameof(PatternOptions.ComponentFloodThreshold), options.ComponentFloodThreshold);
        if (options.Window < PatternOptions.MinWindow || options.Window > PatternOptions.MaxWindow)
        {
            mistakes.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{nameof(PatternOptions.Window)} must be at least {PatternOptions.MinWindow} and at most {PatternOptions.MaxWindow}; it is {options.Window}."));
        }

        return mistakes;

        void CheckThreshold(string name, int value)
        {
            if (value is < 1 or > PatternOptions.MaxThreshold)
            {
                mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"{name} must be at least 1 and at most {PatternOptions.MaxThreshold}; it is {value}."));
            }
        }
    }

    /// <exception cref="ArgumentException">There is a mistake; the message lists all of them.</exception>
    public static void ThrowIfInvalid(PatternOptions options)
    {
        if (Mistakes(options) is { Count: > 0 } mistakes)
        {
            throw new ArgumentException(string.Join(" ", mistakes), nameof(options));
        }
    }
}
