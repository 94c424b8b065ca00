using System.Globalization;

namespace ErrorManagement.Analytics.Layers;

/// <summary>Says what is wrong with <see cref="LayeredErrorOptions"/> and the layers in it, everything at once.</summary>
internal static class LayeredErrorOptionsValidator
{
    private const int MostLayers = 100;
    private const int LeastCapacity = 1_000; // what the thresholds of patterns may be
    private const int MostCapacity = 100_000;

    /// <summary>One message a mistake; empty when there is none.</summary>
    public static IReadOnlyList<string> Mistakes(LayeredErrorOptions options)
    {
        var mistakes = new List<string>();
        if (options.Layers is not { } layers)
        {
            mistakes.Add("Layers must not be null.");
        }
        else
        {
            if (layers.Count > MostLayers)
            {
                mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"Layers must be at most {MostLayers}; they are {layers.Count}."));
            }

            foreach (var (name, layer) in layers)
            {
                if (string.IsNullOrWhiteSpace(name) || name.Length > LayerNames.MaxLength)
                {
                    mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"Layers must have names of 1 to {LayerNames.MaxLength} characters that are not blank; one is '{name}'."));
                }

                mistakes.AddRange(layer is null ? [$"Layers[{name}] must not be null."] : LayerOptionsValidator.Mistakes(layer).Select(m => $"Layers[{name}]: {m}"));
            }
        }

        if (options.Order is not { } order)
        {
            mistakes.Add("Order must not be null.");
        }
        else if (order.Count > MostLayers || order.Any(string.IsNullOrWhiteSpace) || order.Distinct(StringComparer.Ordinal).Count() != order.Count)
        {
            mistakes.Add($"Order must be at most {MostLayers} layers, each once and none blank; it is {string.Join(", ", order.Take(MostLayers + 1).Select(l => l is null ? "null" : $"'{l}'"))}.");
        }

        if (options.PatternConfidence is not (>= 0 and <= 1))
        {
            mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"PatternConfidence must be at least 0 and at most 1; it is {options.PatternConfidence}."));
        }

        if (options.TimelineCapacity is < LeastCapacity or > MostCapacity)
        {
            mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"TimelineCapacity must be at least {LeastCapacity} and at most {MostCapacity}; it is {options.TimelineCapacity}."));
        }

        return mistakes;
    }

    /// <exception cref="ArgumentException">There is a mistake; the message lists all of them.</exception>
    public static void ThrowIfInvalid(LayeredErrorOptions options)
    {
        if (Mistakes(options) is { Count: > 0 } mistakes)
        {
            throw new ArgumentException(string.Join(" ", mistakes), nameof(options));
        }
    }
}
