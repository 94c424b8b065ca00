using ErrorManagement.Diagnostics;
using Microsoft.Extensions.Options;

namespace ErrorManagement.Fallbacks;

/// <summary>Finds every mistake in <see cref="RetryFallbackOptions"/> at once.</summary>
internal sealed class RetryFallbackOptionsValidator : IValidateOptions<RetryFallbackOptions>
{
    // What timers take, rounded down to whole days.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(24);

    public ValidateOptionsResult Validate(string? name, RetryFallbackOptions options) => Find(options).ToResult();

    /// <summary>Throws when there is a mistake, with all of them in the message.</summary>
    public static void ThrowIfInvalid(RetryFallbackOptions options) => Find(options).ThrowIfAny(nameof(options));

    private static OptionMistakes Find(RetryFallbackOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var mistakes = new OptionMistakes("Retry fallback");
        mistakes.Check(!string.IsNullOrWhiteSpace(options.Name), nameof(options.Name), options.Name, "a name that is not blank");
        mistakes.Check(options.MaxRetries >= 0, nameof(options.MaxRetries), options.MaxRetries, "at least 0");
        mistakes.Check(options.BaseDelay >= TimeSpan.Zero && options.BaseDelay <= options.MaxDelay, nameof(options.BaseDelay), options.BaseDelay, $"at least zero and at most MaxDelay ({options.MaxDelay})");
        mistakes.Check(options.MaxDelay >= TimeSpan.Zero && options.MaxDelay <= LongestDelay, nameof(options.MaxDelay), options.MaxDelay, "at least zero and at most 24 days");
        return mistakes;
    }
}
