using System.Text;

namespace ErrorManagement.Analytics.Signatures;

/// <summary>Names for a reader (S4.10).</summary>
internal static class TitleText
{
    /// <summary>The words of a name, each with a capital: <c>import_error</c> is Import Error.</summary>
    public static string Of(string name)
    {
        var text = new StringBuilder(name.Length);
        foreach (var letter in name)
        {
            if (letter is '_' or '-' || char.IsWhiteSpace(letter))
            {
                Part(text);
            }
            else
            {
                text.Append(text.Length == 0 || text[^1] == ' ' ? char.ToUpperInvariant(letter) : char.ToLowerInvariant(letter));
            }
        }

        return text.ToString().TrimEnd();
    }

    private static void Part(StringBuilder text)
    {
        if (text.Length > 0 && text[^1] != ' ')
        {
            text.Append(' ');
        }
    }
}
