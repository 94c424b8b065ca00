using System.Globalization;
using Microsoft.Extensions.Options;

namespace ErrorManagement.Timeouts;

/// <summary>Finds every mistake in <see cref="TimeoutOptions"/> at once.</summary>
internal sealed class TimeoutOptionsValidator : IValidateOptions<TimeoutOptions>
{
    // What timers take, rounded down to whole days.
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(24);

    public ValidateOptionsResult Validate(string? name, TimeoutOptions options)
    {
        var mistakes = Find(options);
        return mistakes.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }

    /// <summary>Throws when there is a mistake, with all of them in the message.</summary>
    public static void ThrowIfInvalid(TimeoutOptions options)
    {
        var mistakes = Find(options);
        if (mistakes.Count > 0)
        {
            throw new ArgumentException(string.Join(" ", mistakes), nameof(options));
        }
    }

    private static List<string> Find(TimeoutOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var found = new List<string>();
        if (string.IsNullOrWhiteSpace(options.Name))
        {
            found.Add($"Time-out: {nameof(options.Name)} must be a name that is not blank; it is {(options.Name is null ? "null" : "blank")}.");
        }

        if (options.Timeout <= TimeSpan.Zero || options.Timeout > LongestTimeout)
        {
            found.Add(string.Create(CultureInfo.InvariantCulture, $"Time-out: {nameof(options.Timeout)} must be more than zero and at most 24 days; it is {options.Timeout}."));
        }

        return found;
    }
}
