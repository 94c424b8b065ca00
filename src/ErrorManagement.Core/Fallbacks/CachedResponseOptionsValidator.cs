using ErrorManagement.Diagnostics;
using Microsoft.Extensions.Options;

namespace ErrorManagement.Fallbacks;

/// <summary>Finds every mistake in <see cref="CachedResponseOptions"/> at once.</summary>
internal sealed class CachedResponseOptionsValidator : IValidateOptions<CachedResponseOptions>
{
    public ValidateOptionsResult Validate(string? name, CachedResponseOptions options) => Find(options).ToResult();

    /// <summary>Throws when there is a mistake, with all of them in the message.</summary>
    public static void ThrowIfInvalid(CachedResponseOptions options) => Find(options).ThrowIfAny(nameof(options));

    private static OptionMistakes Find(CachedResponseOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var mistakes = new OptionMistakes("Cached response");
        mistakes.Check(!string.IsNullOrWhiteSpace(options.Name), nameof(options.Name), options.Name, "a name that is not blank");
        mistakes.Check(options.TimeToLive > TimeSpan.Zero, nameof(options.TimeToLive), options.TimeToLive, "more than zero");
        mistakes.Check(options.Capacity >= 1, nameof(options.Capacity), options.Capacity, "at least 1");
        return mistakes;
    }
}
