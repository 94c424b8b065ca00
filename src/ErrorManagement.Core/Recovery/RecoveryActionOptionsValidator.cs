using ErrorManagement.Diagnostics;
using Microsoft.Extensions.Options;

namespace ErrorManagement.Recovery;

/// <summary>Finds every mistake in <see cref="RecoveryActionOptions"/> at once.</summary>
internal sealed class RecoveryActionOptionsValidator : IValidateOptions<RecoveryActionOptions>
{
    /// <summary>What timers take, rounded down to whole days.</summary>
    public static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(24);

    public ValidateOptionsResult Validate(string? name, RecoveryActionOptions options) => Find(options).ToResult();

    /// <summary>Throws when there is a mistake, with all of them in the message.</summary>
    public static void ThrowIfInvalid(RecoveryActionOptions options) => Find(options).ThrowIfAny(nameof(options));

    private static OptionMistakes Find(RecoveryActionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var mistakes = new OptionMistakes("Recovery actions");
        mistakes.Check(options.Timeout is null || (options.Timeout > TimeSpan.Zero && options.Timeout <= LongestTimeout), nameof(options.Timeout), options.Timeout, "null, or more than zero and at most 24 days");
        mistakes.Check(options.HistorySize is >= 0 and <= 10_000, nameof(options.HistorySize), options.HistorySize, "at least 0 and at most 10000");
        return mistakes;
    }
}
