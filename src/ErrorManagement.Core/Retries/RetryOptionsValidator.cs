using System.Globalization;
using Microsoft.Extensions.Options;

namespace ErrorManagement.Retries;

/// <summary>Finds every mistake in <see cref="RetryOptions"/> at once.</summary>
internal sealed class RetryOptionsValidator : IValidateOptions<RetryOptions>
{
    // What timers take, rounded down to whole days.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(24);

    public ValidateOptionsResult Validate(string? name, RetryOptions options)
    {
        var mistakes = Find(options);
        return mistakes.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }

    /// <summary>Throws when there is a mistake, with all of them in the message.</summary>
    public static void ThrowIfInvalid(RetryOptions options)
    {
        var mistakes = Find(options);
        if (mistakes.Count > 0)
        {
            throw new ArgumentException(string.Join(" ", mistakes), nameof(options));
        }
    }

    private static List<string> Find(RetryOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var found = new List<string>();
        var policy = string.IsNullOrWhiteSpace(options.Name) ? "Retry" : $"Retry '{options.Name}'";

        Check(!string.IsNullOrWhiteSpace(options.Name), nameof(options.Name), options.Name, "a name that is not blank");
        Check(!string.IsNullOrWhiteSpace(options.Component), nameof(options.Component), options.Component, "a name that is not blank");
        Check(options.MaxRetries >= 0, nameof(options.MaxRetries), options.MaxRetries, "at least 0");
        Check(Enum.IsDefined(options.Backoff), nameof(options.Backoff), options.Backoff, "Exponential or Constant");
        Check(options.InitialDelay >= TimeSpan.Zero && options.InitialDelay <= options.MaxDelay, nameof(options.InitialDelay), options.InitialDelay, $"at least zero and at most MaxDelay ({options.MaxDelay})");
        Check(options.Multiplier is >= 1 and < double.PositiveInfinity, nameof(options.Multiplier), options.Multiplier, "at least 1 and finite");
        Check(options.MaxDelay >= TimeSpan.Zero && options.MaxDelay <= LongestDelay, nameof(options.MaxDelay), options.MaxDelay, "at least zero and at most 24 days");
        Check(options.MaxDuration is null || options.MaxDuration > TimeSpan.Zero, nameof(options.MaxDuration), options.MaxDuration, "null, or more than zero");
        return found;

        void Check(bool holds, string option, object? value, string bound)
        {
            if (!holds)
            {
                found.Add(string.Create(CultureInfo.InvariantCulture, $"{policy}: {option} must be {bound}; it is {value switch { null => "null", "" => "empty", _ => value }}."));
            }
        }
    }
}
