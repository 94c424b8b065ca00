using System.Buffers;

namespace ErrorManagement.Analytics.Stacks;

/// <summary>
/// Reads own frames out of stacks that are only text, in whatever language .NET wrote it: <c>at X.Y(…)</c>, <c>bei X.Y(…)</c>, <c>場所 X.Y(…)</c>.
/// Pure; linear in the length of the text.
/// </summary>
internal static class TextFrames
{
    private const int MaxName = 1_024;

    private static readonly SearchValues<char> NotInNames = SearchValues.Create("/\\:\"'=;");

    /// <summary>The own frames, the innermost first.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">How many are kept.</param>
    public static List<string> Of(string text, int most)
    {
        var frames = new List<string>();
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (frames.Count >= most)
            {
                break;
            }

            if (NameIn(line) is { } name && OwnCode.Is(name.Split('.', '+')[0]))
            {
                var (type, method) = Split(name);
                frames.Add(FrameNames.Of(type, method));
            }
        }

        return frames;
    }

    /// <summary>The name of type and method in a line; null when it is no frame.</summary>
    private static string? NameIn(ReadOnlySpan<char> line)
    {
        line = line.Trim();
        var open = OpenIn(line);
        if (open <= 0 || line[(open + 1)..].IndexOf(')') < 0)
        {
            return null;
        }

        // The word before it differs by language; some have none, none has a dot.
        var name = line[..open].TrimEnd();
        var start = name.Length;
        var brackets = 0;
        for (; start > 0; start--)
        {
            var c = name[start - 1];
            brackets += c is '>' or ']' ? 1 : c is '<' or '[' ? -1 : 0;
            if (brackets <= 0 && char.IsWhiteSpace(c))
            {
                break;
            }
        }

        var before = name[..start].TrimEnd();
        name = name[start..];
        return name.Length is > 2 and <= MaxName && IsWord(before) && name[1..].IndexOf('.') >= 0 && !name.ContainsAny(NotInNames) ? WithoutArguments(name) : null;
    }

    /// <summary>The bracket that opens the parameters: the first one outside of angle brackets.</summary>
    private static int OpenIn(ReadOnlySpan<char> line)
    {
        var angles = 0;
        for (var i = 0; i < line.Length; i++)
        {
            angles += line[i] == '<' ? 1 : line[i] == '>' ? -1 : 0;
            if (line[i] == '(' && angles <= 0)
            {
                return i;
            }
        }

        return -1;
    }

    private static bool IsWord(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsLetter(c) && !char.IsWhiteSpace(c) && c is not ('.' or '\'' or '-') && char.GetUnicodeCategory(c) is not (System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark))
            {
                return false;
            }
        }

        return text.Length <= 24;
    }

    private static string WithoutArguments(ReadOnlySpan<char> name) => name.IndexOf('[') is > 0 and var open ? name[..open].ToString() : name.ToString();

    /// <summary>Parts a name into type and method: at the last dot outside of angle brackets, and before that of a constructor.</summary>
    private static (string? Type, string Method) Split(string name)
    {
        var open = 0;
        for (var i = name.Length - 1; i > 0; i--)
        {
            open += name[i] == '>' ? 1 : name[i] == '<' ? -1 : 0;
            if (name[i] == '.' && open == 0)
            {
                var dot = name[i - 1] == '.' ? i - 1 : i;
                return (name[..dot], name[(dot + 1)..]);
            }
        }

        return (null, name);
    }
}
