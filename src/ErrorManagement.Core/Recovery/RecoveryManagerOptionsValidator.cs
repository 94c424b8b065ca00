using ErrorManagement.Diagnostics;
using Microsoft.Extensions.Options;

namespace ErrorManagement.Recovery;

/// <summary>Finds every mistake in <see cref="RecoveryManagerOptions"/> at once.</summary>
internal sealed class RecoveryManagerOptionsValidator : IValidateOptions<RecoveryManagerOptions>
{
    private static readonly TimeSpan Longest = RecoveryActionOptionsValidator.LongestTimeout;

    public ValidateOptionsResult Validate(string? name, RecoveryManagerOptions options) => Find(options).ToResult();

    /// <summary>Throws when there is a mistake, with all of them in the message.</summary>
    public static void ThrowIfInvalid(RecoveryManagerOptions options) => Find(options).ThrowIfAny(nameof(options));

    private static OptionMistakes Find(RecoveryManagerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var mistakes = new OptionMistakes("Recovery");
        mistakes.Check(options.MaxActions is >= 0 and <= 10_000, nameof(options.MaxActions), options.MaxActions, "at least 0 and at most 10000");
        mistakes.Check(options.LimitWindow > TimeSpan.Zero && options.LimitWindow <= Longest, nameof(options.LimitWindow), options.LimitWindow, "more than zero and at most 24 days");
        mistakes.Check(options.StrategyTimeout is null || (options.StrategyTimeout > TimeSpan.Zero && options.StrategyTimeout <= Longest), nameof(options.StrategyTimeout), options.StrategyTimeout, "null, or more than zero and at most 24 days");
        mistakes.Check(options.HistorySize is >= 1 and <= 10_000, nameof(options.HistorySize), options.HistorySize, "at least 1 and at most 10000");
        mistakes.Check(options.LayerStrategies is not null, nameof(options.LayerStrategies), options.LayerStrategies, "a map, which may be empty");
        return mistakes;
    }
}
