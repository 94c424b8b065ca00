using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ErrorManagement.Architecture.Tests.Options;

/// <summary>What the documentation of an option must hold: its default, and its bounds or the meaning of null.</summary>
internal static partial class OptionDocs
{
    /// <summary>What is missing, or null.</summary>
    public static string? Missing(Type optionType, XElement? docs)
    {
        if (docs is null)
        {
            return "has no XML docs";
        }

        // The mark-up counts too: <see langword="null"/> says null.
        var text = docs.ToString(SaveOptions.DisableFormatting);
        if (!text.Contains("default", StringComparison.OrdinalIgnoreCase))
        {
            return "does not say its default (the word \"default\" is looked for)";
        }

        return NeedsBound(optionType) && !Bound().IsMatch(text)
            ? "does not say its bounds or what null means (such as \"at least\", \"more than\", \"at most\", \"between\", \"inclusive\" or \"null\")"
            : null;
    }

    // The values of a switch and of an enumeration are all there are.
    private static bool NeedsBound(Type type) => type != typeof(bool) && !type.IsEnum;

    [GeneratedRegex(@"\b(at least|at most|more than|less than|between|inclusive|exclusive|not negative|not below|not above|or more|or less|not empty|null)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Bound();
}
