using ErrorManagement.Diagnostics;
using Microsoft.Extensions.Options;

namespace ErrorManagement.Timeouts;

/// <summary>Finds every mistake in <see cref="TimeoutOptions"/> at once.</summary>
internal sealed class TimeoutOptionsValidator : IValidateOptions<TimeoutOptions>
{
    public ValidateOptionsResult Validate(string? name, TimeoutOptions options) => Find(options).ToResult();

    /// <summary>Throws when there is a mistake, with all of them in the message.</summary>
    public static void ThrowIfInvalid(TimeoutOptions options) => Find(options).ThrowIfAny(nameof(options));

    private static OptionMistakes Find(TimeoutOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var mistakes = new OptionMistakes("Time-out");
        mistakes.Check(!string.IsNullOrWhiteSpace(options.Name), nameof(options.Name), options.Name, "a name that is not blank");
        mistakes.Check(
            (options.Timeout > TimeSpan.Zero && options.Timeout <= TimeoutOptions.LongestTimeout) || options.Timeout == Timeout.InfiniteTimeSpan,
            nameof(options.Timeout),
            options.Timeout,
            "more than zero and at most 24 days, or Timeout.InfiniteTimeSpan for none");
        return mistakes;
    }
}
