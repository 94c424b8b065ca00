using System.Globalization;
using System.Text.RegularExpressions;

namespace ErrorManagement.Analytics.Scrubbing;

/// <summary>Says what is wrong with options, all of it at once.</summary>
internal static class ScrubbingOptionsValidator
{
    private const int MostNames = 100;
    private const int MostRules = 50;
    private const int LongestText = 200;
    private const int LeastLetters = 2;

    /// <summary>The mistakes, each naming option, value and bound; empty when there are none.</summary>
    public static IReadOnlyList<string> Validate(ScrubbingOptions options)
    {
        var mistakes = new List<string>();
        Names(options.SecretNames, mistakes);
        if (options.Rules is null)
        {
            mistakes.Add($"{nameof(ScrubbingOptions.Rules)} must not be null.");
            return mistakes;
        }

        AtMost(nameof(ScrubbingOptions.Rules), options.Rules.Count, MostRules, "rules", mistakes);
        for (var i = 0; i < options.Rules.Count; i++)
        {
            Rule(options.Rules[i], i, mistakes);
        }

        return mistakes;
    }

    private static void Names(IList<string>? names, List<string> mistakes)
    {
        if (names is null)
        {
            mistakes.Add($"{nameof(ScrubbingOptions.SecretNames)} must not be null.");
            return;
        }

        AtMost(nameof(ScrubbingOptions.SecretNames), names.Count, MostNames, "names", mistakes);
        for (var i = 0; i < names.Count; i++)
        {
            var letters = names[i]?.Count(char.IsLetterOrDigit) ?? 0;
            if (letters is < LeastLetters or > SecretNames.Longest || names[i].Length > LongestText)
            {
                var shown = names[i] is { } name ? $"'{BoundedText.Cut(name, LongestText)}'" : "null";
                mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"{nameof(ScrubbingOptions.SecretNames)}[{i}] must have at least {LeastLetters} and at most {SecretNames.Longest} letters and digits, inclusive; it is {shown}."));
            }
        }
    }

    private static void Rule(ScrubbingRule? rule, int index, List<string> mistakes)
    {
        if (rule is null)
        {
            mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"{nameof(ScrubbingOptions.Rules)}[{index}] must not be null."));
            return;
        }

        var subject = string.Create(CultureInfo.InvariantCulture, $"{nameof(ScrubbingOptions.Rules)}[{index}] '{BoundedText.Cut(rule.Name ?? "", LongestText)}'");
        if (string.IsNullOrWhiteSpace(rule.Name) || rule.Name.Length > LongestText)
        {
            mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"{subject}: Name must not be blank and at most {LongestText} characters, inclusive; it has {rule.Name?.Length ?? 0}."));
        }

        if (string.IsNullOrEmpty(rule.Pattern) == (rule.Replace is null))
        {
            mistakes.Add($"{subject}: either Pattern or Replace must be set; {(rule.Replace is null ? "none is" : "both are")}.");
        }

        if (rule.Replacement is { Length: > LongestText })
        {
            mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"{subject}: Replacement must be at most {LongestText} characters, inclusive; it has {rule.Replacement.Length}."));
        }

        if (rule.Hint is { } hint && string.IsNullOrWhiteSpace(hint))
        {
            mistakes.Add($"{subject}: Hint must be null or not blank; it is '{hint}'.");
        }

        if (!string.IsNullOrEmpty(rule.Pattern))
        {
            Pattern(rule, subject, mistakes);
        }
    }

    private static void Pattern(ScrubbingRule rule, string subject, List<string> mistakes)
    {
        try
        {
            if (RuleRunner.Compile(rule.Pattern!).IsMatch(""))
            {
                mistakes.Add($"{subject}: Pattern must not match the empty text; it is '{rule.Pattern}'.");
            }
        }
        catch (ArgumentException e)
        {
            mistakes.Add($"{subject}: Pattern must be a regular expression; it is '{rule.Pattern}': {e.Message}");
        }
        catch (RegexMatchTimeoutException)
        {
            // On a machine that stood still for a moment: no fault of the pattern.
        }
    }

    private static void AtMost(string option, int count, int most, string what, List<string> mistakes)
    {
        if (count > most)
        {
            mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"{option} must hold at most {most} {what}, inclusive; it holds {count}."));
        }
    }
}
