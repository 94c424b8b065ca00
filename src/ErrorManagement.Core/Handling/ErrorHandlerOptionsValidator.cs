using ErrorManagement.Diagnostics;
using ErrorManagement.Retries;
using Microsoft.Extensions.Options;

namespace ErrorManagement.Handling;

/// <summary>Finds every mistake in <see cref="ErrorHandlerOptions"/> at once, those of its retry among them.</summary>
internal sealed class ErrorHandlerOptionsValidator : IValidateOptions<ErrorHandlerOptions>
{
    public ValidateOptionsResult Validate(string? name, ErrorHandlerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var own = Find(options).ToResult();
        var retry = options.Retry is null ? ValidateOptionsResult.Success : new RetryOptionsValidator().Validate(name, options.Retry);
        string[] mistakes = [.. own.Failures ?? [], .. retry.Failures ?? []];
        return mistakes.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }

    /// <summary>Throws when there is a mistake, with all of them in the message.</summary>
    public static void ThrowIfInvalid(ErrorHandlerOptions options)
    {
        if (new ErrorHandlerOptionsValidator().Validate(null, options) is { Failed: true, Failures: { } mistakes })
        {
            throw new ArgumentException(string.Join(" ", mistakes), nameof(options));
        }
    }

    private static OptionMistakes Find(ErrorHandlerOptions options)
    {
        var mistakes = new OptionMistakes("Error handler");
        foreach (var (category, strategy) in options.Strategies)
        {
            mistakes.Check(Enum.IsDefined(category), nameof(options.Strategies), category, "a map of categories that exist");
            mistakes.Check(Enum.IsDefined(strategy), $"{nameof(options.Strategies)}[{category}]", strategy, "a strategy that exists");
        }

        foreach (var (category, action) in options.Actions)
        {
            mistakes.Check(Enum.IsDefined(category), nameof(options.Actions), category, "a map of categories that exist");
            mistakes.Check(Enum.IsDefined(action), $"{nameof(options.Actions)}[{category}]", action, "an action that exists");
        }

        mistakes.Check(options.Retry is not null, nameof(options.Retry), options.Retry, "given");
        mistakes.Check(
            options.Retry is not { ResultJudges.Length: > 0 }, $"{nameof(options.Retry)}.{nameof(RetryOptions.JudgeResult)}", options.Retry?.ResultJudges.Length ?? 0, "left out: a handler takes every result for a success; let the operation throw");
        mistakes.Check(options.CacheTimeToLive > TimeSpan.Zero, nameof(options.CacheTimeToLive), options.CacheTimeToLive, "more than zero");
        mistakes.Check(options.CacheCapacity >= 1, nameof(options.CacheCapacity), options.CacheCapacity, "at least 1");
        mistakes.Check(Enum.IsDefined(options.SeverityPolicy), nameof(options.SeverityPolicy), options.SeverityPolicy, "ByType or ByCategory");
        return mistakes;
    }
}
