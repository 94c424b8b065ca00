using System.Globalization;

namespace ErrorManagement.Analytics.Layers;

/// <summary>Says what is wrong with <see cref="LayerOptions"/>, everything at once.</summary>
internal static class LayerOptionsValidator
{
    public const int MostPerMinute = 10_000;
    private const int MostErrors = 1_000_000;
    private const int MostStrategies = 20;
    private const double MostWeight = 1_000_000;

    /// <summary>One message a mistake; empty when there is none.</summary>
    public static IReadOnlyList<string> Mistakes(LayerOptions options)
    {
        var mistakes = new List<string>();
        Between(nameof(options.MaxErrorsPerMinute), options.MaxErrorsPerMinute, MostPerMinute);
        Between(nameof(options.EscalationThreshold), options.EscalationThreshold, MostErrors);
        if (options.Strategies is not { } strategies)
        {
            mistakes.Add("Strategies must not be null.");
        }
        else if (strategies.Count > MostStrategies || strategies.Any(string.IsNullOrWhiteSpace))
        {
            mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"Strategies must be at most {MostStrategies} names, none blank; they are {strategies.Count}: {string.Join(", ", strategies.Take(MostStrategies + 1).Select(s => s is null ? "null" : $"'{s}'"))}."));
        }

        if (options.Weights is not { } weights)
        {
            mistakes.Add("Weights must not be null.");
            return mistakes;
        }

        foreach (var (severity, weight) in weights)
        {
            if (!Enum.IsDefined(severity))
            {
                mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"Weights must be of the severities Debug, Info, Warning, Error and Critical; one is of {(int)severity}."));
            }

            if (weight is not (>= 0 and <= MostWeight))
            {
                mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"Weights[{severity}] must be at least 0 and at most {MostWeight}; it is {weight}."));
            }
        }

        return mistakes;

        void Between(string name, int value, int most)
        {
            if (value < 1 || value > most)
            {
                mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"{name} must be at least 1 and at most {most}; it is {value}."));
            }
        }
    }
}
