using ErrorManagement.CircuitBreakers;
using ErrorManagement.Diagnostics;
using ErrorManagement.Retries;
using Microsoft.Extensions.Options;

namespace ErrorManagement.Http;

/// <summary>Finds every mistake in <see cref="HttpResilienceOptions"/> and the options inside them at once.</summary>
internal sealed class HttpResilienceOptionsValidator : IValidateOptions<HttpResilienceOptions>
{
    // What timers take, rounded down to whole days.
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(24);

    public ValidateOptionsResult Validate(string? name, HttpResilienceOptions options)
    {
        var mistakes = MistakesIn(options);
        return mistakes.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }

    /// <summary>Throws when there is a mistake, with all of them in the message.</summary>
    public static void ThrowIfInvalid(HttpResilienceOptions options)
    {
        var mistakes = MistakesIn(options);
        if (mistakes.Count > 0)
        {
            throw new ArgumentException(string.Join(" ", mistakes), nameof(options));
        }
    }

    private static List<string> MistakesIn(HttpResilienceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var own = new OptionMistakes("HTTP", options.Name);
        own.Check(!string.IsNullOrWhiteSpace(options.Name), nameof(options.Name), options.Name, "a name that is not blank");
        own.Check(IsTimeout(options.TotalTimeout), nameof(options.TotalTimeout), options.TotalTimeout, "null, or more than zero and at most 24 days");
        own.Check(IsTimeout(options.AttemptTimeout), nameof(options.AttemptTimeout), options.AttemptTimeout, "null, or more than zero and at most 24 days");
        own.Check(options.Retry is not null, nameof(options.Retry), options.Retry, "a set of options");
        own.Check(options.CircuitBreaker is not null, nameof(options.CircuitBreaker), options.CircuitBreaker, "a set of options");
        own.Check(options.Partitions is not null, nameof(options.Partitions), options.Partitions, "a set of options");
        own.Check(options.Answers is not null, nameof(options.Answers), options.Answers, "a set of options");

        var mistakes = new List<string>();
        Add(own.ToResult());
        Add(options.Retry is { } retry ? new RetryOptionsValidator().Validate(options.Name, retry) : null);
        Add(options.CircuitBreaker is { } breaker ? new CircuitBreakerOptionsValidator().Validate(options.Name, breaker) : null);
        Add(options.Partitions is { } partitions ? new CircuitPartitionOptionsValidator().Validate(options.Name, partitions) : null);
        Add(options.Answers is { } answers ? new ResilienceHandlerOptionsValidator().Validate(options.Name, answers) : null);
        return mistakes;

        void Add(ValidateOptionsResult? result) => mistakes.AddRange(result?.Failures ?? []);
    }

    private static bool IsTimeout(TimeSpan? time) => time is null || (time > TimeSpan.Zero && time <= LongestTimeout);
}
