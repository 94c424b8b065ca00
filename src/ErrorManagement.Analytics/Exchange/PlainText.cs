using System.Text;

namespace ErrorManagement.Analytics.Exchange;

/// <summary>Makes foreign text harmless where it is shown as it is, such as in the subject of a letter.</summary>
internal static class PlainText
{
    /// <summary>
    /// One line, at most <paramref name="max"/> characters of the original (then an ellipsis). Line breaks become blanks; control characters, and those that hide text
    /// or turn its direction, are named; text that is empty or blank reads as a dash.
    /// </summary>
    public static string Line(string? text, int max)
    {
        var result = new StringBuilder(Math.Min(text?.Length ?? 0, max) + 1);
        var line = new OneLine(text, max);
        while (line.MoveNext())
        {
            HiddenCharacters.AppendShown(result, line.Current);
        }

        return line.IsCut ? result.Append('…').ToString() : result.Length == 0 ? "–" : result.ToString();
    }
}
