using Microsoft.Extensions.Options;

namespace ErrorManagement.Http;

/// <summary>Finds all mistakes in <see cref="ResilienceHandlerOptions"/> at once.</summary>
internal sealed class ResilienceHandlerOptionsValidator : IValidateOptions<ResilienceHandlerOptions>
{
    public static void ThrowIfInvalid(ResilienceHandlerOptions options)
    {
        var mistakes = MistakesIn(options);
        if (mistakes.Count > 0)
        {
            throw new ArgumentException(string.Join(" ", mistakes), nameof(options));
        }
    }

    public ValidateOptionsResult Validate(string? name, ResilienceHandlerOptions options)
    {
        var mistakes = MistakesIn(options);
        return mistakes.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }

    private static List<string> MistakesIn(ResilienceHandlerOptions options) =>
        options.MaxRetryAfter is { Ticks: < 0 } negative
            ? [$"{nameof(options.MaxRetryAfter)} must be null or at least zero; it is {negative:c}."]
            : [];
}
