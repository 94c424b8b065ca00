using ErrorManagement.Diagnostics;
using Microsoft.Extensions.Options;

namespace ErrorManagement.Timeouts;

/// <summary>Finds every mistake in <see cref="LayerTimeBudgetOptions"/> at once.</summary>
internal sealed class LayerTimeBudgetOptionsValidator : IValidateOptions<LayerTimeBudgetOptions>
{
    private const int MostLayers = 64;

    public ValidateOptionsResult Validate(string? name, LayerTimeBudgetOptions options) => Find(options).ToResult();

    /// <summary>Throws when there is a mistake, with all of them in the message.</summary>
    public static void ThrowIfInvalid(LayerTimeBudgetOptions options) => Find(options).ThrowIfAny(nameof(options));

    private static OptionMistakes Find(LayerTimeBudgetOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var mistakes = new OptionMistakes("Layer time budgets");
        mistakes.Check(options.Budgets.Count <= MostLayers, "Budgets.Count", options.Budgets.Count, $"at most {MostLayers}");
        foreach (var (layer, budget) in options.Budgets)
        {
            mistakes.Check(!string.IsNullOrWhiteSpace(layer), "a name in Budgets", layer, "a name that is not blank");
            mistakes.Check(budget > TimeSpan.Zero, $"Budgets[{layer}]", budget, "more than zero");
        }

        return mistakes;
    }
}
