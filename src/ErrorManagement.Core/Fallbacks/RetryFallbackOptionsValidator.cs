using System.Globalization;
using Microsoft.Extensions.Options;

namespace ErrorManagement.Fallbacks;

/// <summary>Finds every mistake in <see cref="RetryFallbackOptions"/> at once.</summary>
internal sealed class RetryFallbackOptionsValidator : IValidateOptions<RetryFallbackOptions>
{
    // What timers take, rounded down to whole days.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(24);

    public ValidateOptionsResult Validate(string? name, RetryFallbackOptions options)
    {
        var mistakes = Find(options);
        return mistakes.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }

    /// <summary>Throws when there is a mistake, with all of them in the message.</summary>
    public static void ThrowIfInvalid(RetryFallbackOptions options)
    {
        var mistakes = Find(options);
        if (mistakes.Count > 0)
        {
            throw new ArgumentException(string.Join(" ", mistakes), nameof(options));
        }
    }

    private static List<string> Find(RetryFallbackOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var found = new List<string>();
        Check(!string.IsNullOrWhiteSpace(options.Name), nameof(options.Name), options.Name, "a name that is not blank");
        Check(options.MaxRetries >= 0, nameof(options.MaxRetries), options.MaxRetries, "at least 0");
        Check(options.BaseDelay >= TimeSpan.Zero && options.BaseDelay <= options.MaxDelay, nameof(options.BaseDelay), options.BaseDelay, $"at least zero and at most MaxDelay ({options.MaxDelay})");
        Check(options.MaxDelay >= TimeSpan.Zero && options.MaxDelay <= LongestDelay, nameof(options.MaxDelay), options.MaxDelay, "at least zero and at most 24 days");
        return found;

        void Check(bool holds, string option, object? value, string bound)
        {
            if (!holds)
            {
                found.Add(string.Create(CultureInfo.InvariantCulture, $"Retry fallback: {option} must be {bound}; it is {value switch { null => "null", "" => "empty", _ => value }}."));
            }
        }
    }
}
