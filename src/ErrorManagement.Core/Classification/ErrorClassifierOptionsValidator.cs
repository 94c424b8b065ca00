using System.Globalization;
using Microsoft.Extensions.Options;

namespace ErrorManagement.Classification;

/// <summary>Finds all mistakes in <see cref="ErrorClassifierOptions"/> at once.</summary>
internal sealed class ErrorClassifierOptionsValidator : IValidateOptions<ErrorClassifierOptions>
{
    private const int MaxRules = 1_000;

    private const int MaxMessageLengthBound = 65_536;

    public static void ThrowIfInvalid(ErrorClassifierOptions options)
    {
        var mistakes = MistakesIn(options);
        if (mistakes.Count > 0)
        {
            throw new ArgumentException(string.Join(" ", mistakes), nameof(options));
        }
    }

    public ValidateOptionsResult Validate(string? name, ErrorClassifierOptions options)
    {
        var mistakes = MistakesIn(options);
        return mistakes.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }

    private static List<string> MistakesIn(ErrorClassifierOptions options)
    {
        List<string> mistakes = [];
        if (options.MaxMessageLength is < 0 or > MaxMessageLengthBound)
        {
            mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"{nameof(options.MaxMessageLength)} must be between 0 and {MaxMessageLengthBound}, both inclusive; it is {options.MaxMessageLength}."));
        }

        if (!Enum.IsDefined(options.SeverityPolicy))
        {
            mistakes.Add($"{nameof(options.SeverityPolicy)} must be {nameof(SeverityPolicy.ByType)} or {nameof(SeverityPolicy.ByCategory)}; it is {options.SeverityPolicy}.");
        }

        if (options.Rules.Count > MaxRules)
        {
            mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"{nameof(options.Rules)} must hold at most {MaxRules} rules; it holds {options.Rules.Count}."));
        }

        for (var i = 0; i < options.Rules.Count; i++)
        {
            if (options.Rules[i] is null)
            {
                mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"{nameof(options.Rules)}[{i}] must not be null."));
            }
        }

        return mistakes;
    }
}
