using System.Globalization;

namespace ErrorManagement.Analytics.Patterns;

/// <summary>Says what is wrong with <see cref="PatternOptions"/>, everything at once.</summary>
internal static class PatternOptionsValidator
{
    /// <summary>One message a mistake; empty when there is none.</summary>
    public static IReadOnlyList<string> Mistakes(PatternOptions options)
    {
        var mistakes = new List<string>();
        CheckNumber(nameof(PatternOptions.HighFrequencyThreshold), options.HighFrequencyThreshold, 1, PatternOptions.MaxThreshold);
        CheckNumber(nameof(PatternOptions.ComponentFloodThreshold), options.ComponentFloodThreshold, 1, PatternOptions.MaxThreshold);
        CheckNumber(nameof(PatternOptions.MinimumErrors), options.MinimumErrors, 1, PatternOptions.MaxErrorsOfBurst);
        CheckPart(nameof(PatternOptions.RecurringThreshold), options.RecurringThreshold, nameof(PatternOptions.RecurringErrors), options.RecurringErrors);
        CheckPart(nameof(PatternOptions.CascadeThreshold), options.CascadeThreshold, nameof(PatternOptions.CascadeErrors), options.CascadeErrors);
        CheckNumber(nameof(PatternOptions.BurstThreshold), options.BurstThreshold, 2, PatternOptions.MaxErrorsOfBurst);
        CheckNumber(nameof(PatternOptions.DegradationMinimumErrors), options.DegradationMinimumErrors, 1, PatternOptions.MaxErrorsOfBurst);
        CheckReal(nameof(PatternOptions.DegradationFactor), options.DegradationFactor, 1, PatternOptions.MaxDegradationFactor);
        CheckWindow(nameof(PatternOptions.Window), options.Window);
        CheckWindow(nameof(PatternOptions.RecurringEnd), options.RecurringEnd);
        CheckWindow(nameof(PatternOptions.CascadeWindow), options.CascadeWindow);
        CheckWindow(nameof(PatternOptions.BurstWindow), options.BurstWindow);
        CheckWindow(nameof(PatternOptions.DegradationWindow), options.DegradationWindow);
        CheckReal(nameof(PatternOptions.HighFrequencyConfidence), options.HighFrequencyConfidence, 0, 1);
        CheckReal(nameof(PatternOptions.ComponentFloodConfidence), options.ComponentFloodConfidence, 0, 1);
        CheckReal(nameof(PatternOptions.RecurringMaxConfidence), options.RecurringMaxConfidence, 0, 1);
        CheckReal(nameof(PatternOptions.CascadeConfidence), options.CascadeConfidence, 0, 1);
        CheckReal(nameof(PatternOptions.BurstConfidence), options.BurstConfidence, 0, 1);
        CheckReal(nameof(PatternOptions.DegradationConfidence), options.DegradationConfidence, 0, 1);
        CheckLayers(options.LayerOrder, mistakes);
        return mistakes;

        void CheckNumber(string name, int value, int least, int most)
        {
            if (value < least || value > most)
            {
                mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"{name} must be at least {least} and at most {most}; it is {value}."));
            }
        }

        void CheckReal(string name, double value, double least, double most)
        {
            // Not a number is in no bounds.
            if (!(value >= least && value <= most))
            {
                mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"{name} must be at least {least} and at most {most}; it is {value}."));
            }
        }

        void CheckPart(string name, int value, string nameOfAll, int all)
        {
            CheckNumber(nameOfAll, all, 2, PatternOptions.MaxErrorsLookedAt);
            if (value < 2 || value > all)
            {
                mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"{name} must be at least 2 and at most {nameOfAll}, which is {all}; it is {value}."));
            }
        }

        void CheckWindow(string name, TimeSpan value)
        {
            if (value < PatternOptions.MinWindow || value > PatternOptions.MaxWindow)
            {
                mistakes.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name} must be at least {PatternOptions.MinWindow} and at most {PatternOptions.MaxWindow}; it is {value}."));
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

    private static void CheckLayers(IReadOnlyList<string>? layers, List<string> mistakes)
    {
        const string name = nameof(PatternOptions.LayerOrder);
        if (layers is null)
        {
            mistakes.Add($"{name} must not be null.");
            return;
        }

        if (layers.Count > PatternOptions.MaxLayers)
        {
            mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"{name} must have at most {PatternOptions.MaxLayers} layers; it has {layers.Count}."));
        }

        if (layers.Any(string.IsNullOrEmpty))
        {
            mistakes.Add($"{name} must not have a layer without a name.");
        }

        if (layers.GroupBy(static layer => layer, StringComparer.Ordinal).FirstOrDefault(static same => same.Count() > 1) is { Key: not null } twice)
        {
            mistakes.Add($"{name} must have each layer once; '{twice.Key}' is there more than once.");
        }
    }
}
