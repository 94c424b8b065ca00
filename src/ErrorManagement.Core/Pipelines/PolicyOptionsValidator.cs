using ErrorManagement.Diagnostics;
using ErrorManagement.Retries;
using Microsoft.Extensions.Options;

namespace ErrorManagement.Pipelines;

/// <summary>Finds every mistake in <see cref="PolicyOptions"/> at once.</summary>
internal sealed class PolicyOptionsValidator : IValidateOptions<PolicyOptions>
{
    // What timers take, rounded down to whole days.
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(24);

    public ValidateOptionsResult Validate(string? name, PolicyOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var mistakes = new OptionMistakes("Settings", name);
        mistakes.Check(IsTime(options.Timeout), nameof(options.Timeout), options.Timeout, "null, or more than zero and at most 24 days");
        mistakes.Check(options.RetryBudget is null || !string.IsNullOrWhiteSpace(options.RetryBudget), nameof(options.RetryBudget), options.RetryBudget, "null, or a name that is not blank");
        mistakes.Check(options.CircuitBreaker is null || !string.IsNullOrWhiteSpace(options.CircuitBreaker), nameof(options.CircuitBreaker), options.CircuitBreaker, "null, or a name that is not blank");
        mistakes.Check(IsTime(options.AttemptTimeout), nameof(options.AttemptTimeout), options.AttemptTimeout, "null, or more than zero and at most 24 days");
        string[] found =
        [
            .. mistakes.ToResult().Failures ?? [],
            .. options.Retry is { } retry ? new RetryOptionsValidator().Validate(name, retry).Failures ?? [] : [],
        ];
        return found.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(found);
    }

    private static bool IsTime(TimeSpan? timeout) => timeout is null || (timeout > TimeSpan.Zero && timeout <= LongestTimeout);
}
