using ErrorManagement.Diagnostics;
using Microsoft.Extensions.Options;

namespace ErrorManagement.Retries;

/// <summary>Finds every mistake in <see cref="RetryBudgetOptions"/> at once.</summary>
internal sealed class RetryBudgetOptionsValidator : IValidateOptions<RetryBudgetOptions>
{
    private const double MostPerSecond = 1_000_000;

    public ValidateOptionsResult Validate(string? name, RetryBudgetOptions options) => Find(options).ToResult();

    /// <summary>Throws when there is a mistake, with all of them in the message.</summary>
    public static void ThrowIfInvalid(RetryBudgetOptions options) => Find(options).ThrowIfAny(nameof(options));

    private static OptionMistakes Find(RetryBudgetOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var mistakes = new OptionMistakes("Retry budget", options.Name);
        mistakes.Check(!string.IsNullOrWhiteSpace(options.Name), nameof(options.Name), options.Name, "a name that is not blank");
        mistakes.Check(options.SuccessRatio is >= 0 and <= 1, nameof(options.SuccessRatio), options.SuccessRatio, "0 to 1, both inclusive");
        mistakes.Check(options.MinRetriesPerSecond is >= 0 and <= MostPerSecond, nameof(options.MinRetriesPerSecond), options.MinRetriesPerSecond, $"0 to {MostPerSecond}, both inclusive");
        mistakes.Check(options.Window >= TimeSpan.FromSeconds(1) && options.Window <= TimeSpan.FromDays(1), nameof(options.Window), options.Window, "1 s to 1 day, both inclusive");
        return mistakes;
    }
}
