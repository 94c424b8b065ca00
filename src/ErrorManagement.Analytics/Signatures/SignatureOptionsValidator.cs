using System.Globalization;
using ErrorManagement.Analytics.Scrubbing;

namespace ErrorManagement.Analytics.Signatures;

/// <summary>Says what is wrong with <see cref="SignatureOptions"/>, everything at once.</summary>
internal static class SignatureOptionsValidator
{
    private const int MostRules = 1_000;
    private const int MostTexts = 200;
    private const int LongestName = 100;
    private const int LongestKeyword = 200;
    private const int LongestAdvice = 1_000;
    private const int Shown = 100;

    /// <summary>One message a mistake; empty when there is none.</summary>
    public static IReadOnlyList<string> Mistakes(SignatureOptions options)
    {
        if (options.Rules is null)
        {
            return [$"{nameof(SignatureOptions.Rules)} must not be null."];
        }

        var mistakes = new List<string>();
        AtMost(nameof(SignatureOptions.Rules), options.Rules.Count, MostRules, "rules", mistakes);
        var names = options.Rules.Select(static rule => rule?.Name).ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < options.Rules.Count; i++)
        {
            var subject = string.Create(CultureInfo.InvariantCulture, $"{nameof(SignatureOptions.Rules)}[{i}]");
            if (options.Rules[i] is not { } rule)
            {
                mistakes.Add($"{subject} must not be null.");
                continue;
            }

            Rule($"{subject} '{BoundedText.Cut(rule.Name ?? "", Shown)}'", rule, names, mistakes);
        }

        return mistakes;
    }

    /// <exception cref="ArgumentException">There is a mistake; the message lists all of them.</exception>
    public static void ThrowIfInvalid(SignatureOptions options)
    {
        if (Mistakes(options) is { Count: > 0 } mistakes)
        {
            throw new ArgumentException(string.Join(" ", mistakes), nameof(options));
        }
    }

    private static void Rule(string subject, SignatureRule rule, HashSet<string?> names, List<string> mistakes)
    {
        Text(subject, nameof(rule.Name), rule.Name, LongestName, mistakes);
        if (rule.Name == ErrorSignature.UnknownName)
        {
            mistakes.Add($"{subject}: {nameof(rule.Name)} must not be '{ErrorSignature.UnknownName}', the name of what no rule knows.");
        }

        if (rule.Before is { } before && (before == rule.Name || !names.Contains(before)))
        {
            mistakes.Add($"{subject}: {nameof(rule.Before)} must be null or the name of another rule; it is '{BoundedText.Cut(before, Shown)}'.");
        }

        if (!rule.Enabled)
        {
            return;
        }

        if (rule.Title is not null)
        {
            Text(subject, nameof(rule.Title), rule.Title, LongestName, mistakes);
        }

        Text(subject, nameof(rule.Category), rule.Category, LongestName, mistakes);
        Text(subject, nameof(rule.Recommendation), rule.Recommendation, LongestAdvice, mistakes);
        if (!Enum.IsDefined(rule.Severity))
        {
            mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"{subject}: {nameof(rule.Severity)} must be one of {string.Join(", ", Enum.GetNames<ErrorSeverity>())}; it is {(int)rule.Severity}."));
        }

        Keywords(subject, rule.Keywords, mistakes);
        Statuses(subject, rule.StatusCodes, mistakes);
        if (rule.Keywords is { Count: 0 } && rule.StatusCodes is { Count: 0 } && rule.Matches is null)
        {
            mistakes.Add($"{subject}: at least one of {nameof(rule.Keywords)}, {nameof(rule.StatusCodes)} and {nameof(rule.Matches)} must be set; none is.");
        }
    }

    private static void Keywords(string subject, IList<string>? keywords, List<string> mistakes)
    {
        if (keywords is null)
        {
            mistakes.Add($"{subject}: {nameof(SignatureRule.Keywords)} must not be null.");
            return;
        }

        AtMost($"{subject}: {nameof(SignatureRule.Keywords)}", keywords.Count, MostTexts, "texts", mistakes);
        for (var i = 0; i < keywords.Count; i++)
        {
            Text(subject, string.Create(CultureInfo.InvariantCulture, $"{nameof(SignatureRule.Keywords)}[{i}]"), keywords[i], LongestKeyword, mistakes);
        }
    }

    private static void Statuses(string subject, IList<int>? statuses, List<string> mistakes)
    {
        if (statuses is null)
        {
            mistakes.Add($"{subject}: {nameof(SignatureRule.StatusCodes)} must not be null.");
            return;
        }

        AtMost($"{subject}: {nameof(SignatureRule.StatusCodes)}", statuses.Count, MostTexts, "statuses", mistakes);
        for (var i = 0; i < statuses.Count; i++)
        {
            if (!StatusSet.CanHold(statuses[i]))
            {
                mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"{subject}: {nameof(SignatureRule.StatusCodes)}[{i}] must be at least {StatusSet.Least} and at most {StatusSet.Most}, inclusive; it is {statuses[i]}."));
            }
        }
    }

    private static void Text(string subject, string option, string? value, int longest, List<string> mistakes)
    {
        if (string.IsNullOrWhiteSpace(value) || value.Length > longest)
        {
            mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"{subject}: {option} must not be blank and at most {longest} characters, inclusive; it {(value is null ? "is null" : $"has {value.Length}")}."));
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
