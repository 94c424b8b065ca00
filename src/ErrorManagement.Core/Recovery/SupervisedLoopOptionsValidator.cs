using ErrorManagement.Diagnostics;
using Microsoft.Extensions.Options;

namespace ErrorManagement.Recovery;

/// <summary>Finds every mistake in <see cref="SupervisedLoopOptions"/> at once.</summary>
internal sealed class SupervisedLoopOptionsValidator : IValidateOptions<SupervisedLoopOptions>
{
    public ValidateOptionsResult Validate(string? name, SupervisedLoopOptions options) => Find(options).ToResult();

    /// <summary>Throws when there is a mistake, with all of them in the message.</summary>
    public static void ThrowIfInvalid(SupervisedLoopOptions options) => Find(options).ThrowIfAny(nameof(options));

    private static OptionMistakes Find(SupervisedLoopOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var mistakes = new OptionMistakes("Supervised loop", options.Component);
        mistakes.Check(!string.IsNullOrWhiteSpace(options.Component), nameof(options.Component), options.Component, "a name that is not blank");
        mistakes.Check(options.Delay >= TimeSpan.Zero && options.Delay <= options.MaxDelay, nameof(options.Delay), options.Delay, $"at least zero and at most MaxDelay ({options.MaxDelay})");
        mistakes.Check(options.Multiplier is >= 1 and < double.PositiveInfinity, nameof(options.Multiplier), options.Multiplier, "at least 1 and finite");
        mistakes.Check(options.MaxDelay >= TimeSpan.Zero && options.MaxDelay <= RecoveryActionOptionsValidator.LongestTimeout, nameof(options.MaxDelay), options.MaxDelay, "at least zero and at most 24 days");
        mistakes.Check(Enum.IsDefined(options.Severity), nameof(options.Severity), options.Severity, "one of the severities");
        mistakes.Check(Enum.IsDefined(options.ConnectionSeverity), nameof(options.ConnectionSeverity), options.ConnectionSeverity, "one of the severities");
        mistakes.Check(options.MaxConsecutiveFailures is null or >= 1, nameof(options.MaxConsecutiveFailures), options.MaxConsecutiveFailures, "null, or at least 1");
        return mistakes;
    }
}
