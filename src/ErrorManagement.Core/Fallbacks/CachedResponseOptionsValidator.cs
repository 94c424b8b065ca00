using System.Globalization;
using Microsoft.Extensions.Options;

namespace ErrorManagement.Fallbacks;

/// <summary>Finds every mistake in <see cref="CachedResponseOptions"/> at once.</summary>
internal sealed class CachedResponseOptionsValidator : IValidateOptions<CachedResponseOptions>
{
    public ValidateOptionsResult Validate(string? name, CachedResponseOptions options)
    {
        var mistakes = Find(options);
        return mistakes.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }

    /// <summary>Throws when there is a mistake, with all of them in the message.</summary>
    public static void ThrowIfInvalid(CachedResponseOptions options)
    {
        var mistakes = Find(options);
        if (mistakes.Count > 0)
        {
            throw new ArgumentException(string.Join(" ", mistakes), nameof(options));
        }
    }

    private static List<string> Find(CachedResponseOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var found = new List<string>();
        Check(!string.IsNullOrWhiteSpace(options.Name), nameof(options.Name), options.Name, "a name that is not blank");
        Check(options.TimeToLive > TimeSpan.Zero, nameof(options.TimeToLive), options.TimeToLive, "more than zero");
        Check(options.Capacity >= 1, nameof(options.Capacity), options.Capacity, "at least 1");
        return found;

        void Check(bool holds, string option, object? value, string bound)
        {
            if (!holds)
            {
                found.Add(string.Create(CultureInfo.InvariantCulture, $"Cached response: {option} must be {bound}; it is {value switch { null => "null", "" => "empty", _ => value }}."));
            }
        }
    }
}
