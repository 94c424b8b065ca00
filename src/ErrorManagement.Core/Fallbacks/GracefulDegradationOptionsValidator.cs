using ErrorManagement.Diagnostics;
using Microsoft.Extensions.Options;

namespace ErrorManagement.Fallbacks;

/// <summary>Finds every mistake in <see cref="GracefulDegradationOptions"/> at once.</summary>
internal sealed class GracefulDegradationOptionsValidator : IValidateOptions<GracefulDegradationOptions>
{
    public ValidateOptionsResult Validate(string? name, GracefulDegradationOptions options) => Find(name, options).ToResult();

    /// <summary>Throws when there is a mistake, with all of them in the message.</summary>
    public static void ThrowIfInvalid(string feature, GracefulDegradationOptions options) => Find(feature, options).ThrowIfAny(nameof(options));

    private static OptionMistakes Find(string? feature, GracefulDegradationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var mistakes = new OptionMistakes("Graceful degradation", feature);
        mistakes.Check(options.ProbeInterval is null || options.ProbeInterval > TimeSpan.Zero, nameof(options.ProbeInterval), options.ProbeInterval, "null, or more than zero");
        mistakes.Check(options.Component is null || !string.IsNullOrWhiteSpace(options.Component), nameof(options.Component), options.Component, "null, or a name that is not blank");
        return mistakes;
    }
}
