using ErrorManagement.Diagnostics;
using Microsoft.Extensions.Options;

namespace ErrorManagement.Recovery;

/// <summary>Finds every mistake in <see cref="RetryRecoveryOptions"/> at once.</summary>
internal sealed class RetryRecoveryOptionsValidator : IValidateOptions<RetryRecoveryOptions>
{
    public ValidateOptionsResult Validate(string? name, RetryRecoveryOptions options) => Find(options).ToResult();

    /// <summary>Throws when there is a mistake, with all of them in the message.</summary>
    public static void ThrowIfInvalid(RetryRecoveryOptions options) => Find(options).ThrowIfAny(nameof(options));

    private static OptionMistakes Find(RetryRecoveryOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var mistakes = new OptionMistakes("Recovery by retry");
        mistakes.Check(options.MaxRetries >= 0, nameof(options.MaxRetries), options.MaxRetries, "at least 0");
        mistakes.Check(options.InitialDelay >= TimeSpan.Zero && options.InitialDelay <= options.MaxDelay, nameof(options.InitialDelay), options.InitialDelay, $"at least zero and at most MaxDelay ({options.MaxDelay})");
        mistakes.Check(options.Multiplier is >= 1 and < double.PositiveInfinity, nameof(options.Multiplier), options.Multiplier, "at least 1 and finite");
        mistakes.Check(options.MaxDelay >= TimeSpan.Zero && options.MaxDelay <= RecoveryActionOptionsValidator.LongestTimeout, nameof(options.MaxDelay), options.MaxDelay, "at least zero and at most 24 days");
        return mistakes;
    }
}
