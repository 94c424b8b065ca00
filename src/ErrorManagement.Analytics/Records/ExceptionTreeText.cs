using System.Globalization;
using System.Text;

namespace ErrorManagement.Analytics.Records;

/// <summary>Writes the stacks of a tree of exceptions as one text, root cause first, when it is asked for: records that nobody reads keep only lines that they share.</summary>
internal sealed record ExceptionTreeText(IReadOnlyList<ExceptionDetails> Exceptions)
{
    /// <summary>How many characters the text has at most.</summary>
    public const int MaxLength = 16_384;

    private const int MaxTitle = 512;
    private const int Reserve = 48;

    /// <summary>Whether any of them has a stack.</summary>
    public static bool HasStack(IReadOnlyList<ExceptionDetails> exceptions) => exceptions.Any(static e => e.Frames.Count > 0);

    /// <summary>The text.</summary>
    public override string ToString() => Write(Exceptions, withMessages: true);

    /// <summary>The text for a reader with little room, who may not be meant to see messages.</summary>
    /// <param name="withMessages">Whether the messages of the exceptions are written.</param>
    /// <param name="lines">How many lines the reader sees: of more, frames of libraries make way, but for the innermost of each stack.</param>
    public string ToString(bool withMessages, int lines) =>
        Write(Exceptions.Sum(static e => e.Frames.Count + 1) <= lines ? Exceptions : [.. Exceptions.Select(static e => e with { Frames = OwnFrames(e.Frames) })], withMessages);

    private static string Write(IReadOnlyList<ExceptionDetails> exceptions, bool withMessages)
    {
        var text = new StringBuilder();
        for (var i = 0; i < exceptions.Count; i++)
        {
            // What earlier ones leave over is there for later ones; each is sure of its share.
            var end = text.Length + ((MaxLength - text.Length) / (exceptions.Count - i));
            if (exceptions.Count > 1)
            {
                AppendTitle(text, exceptions, i, withMessages, Math.Min(MaxTitle, (end - text.Length) / 2));
            }

            AppendFrames(text, exceptions[i].Frames, end);
        }

        return text.ToString().TrimEnd('\n');
    }

    /// <summary>Writes lines, as many as there is room for.</summary>
    public static void AppendFrames(StringBuilder text, IReadOnlyList<StackLine> frames, int end)
    {
        for (var i = 0; i < frames.Count; i++)
        {
            var isLast = i == frames.Count - 1;
            if (text.Length + frames[i].Text.Length + 1 + (isLast ? 0 : Reserve) > end)
            {
                text.Append(CultureInfo.InvariantCulture, $"{StackLine.Word}{frames.Count - i:N0} lines left out\n");
                return;
            }

            text.Append(frames[i].Text).Append('\n');
        }
    }

    private static void AppendTitle(StringBuilder text, IReadOnlyList<ExceptionDetails> exceptions, int at, bool withMessage, int length)
    {
        var exception = exceptions[at];
        if (exception.LeftOut > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"--- {exception.LeftOut:N0} exceptions left out\n");
        }

        var start = text.Length;
        if (at > 0)
        {
            // What comes right after one that it holds goes around it; anything else begins another branch.
            text.Append(exceptions[at - 1].Parent == at ? "--- wrapped by " : "--- beside ");
        }

        text.Append(exception.ErrorType);
        if (withMessage)
        {
            text.Append(": ").Append(exception.Message.AsSpan(0, Math.Min(exception.Message.Length, MaxTitle)));
        }

        if (text.Length > start + length)
        {
            text.Length = start + Math.Max(0, length - 1);
            text.Append('…');
        }

        // A title is one line, whatever the message looks like.
        text.Replace('\r', ' ', start, text.Length - start).Replace('\n', ' ', start, text.Length - start).Append('\n');
    }

    /// <summary>The lines with runs of library frames folded; the innermost stays, since it says what failed.</summary>
    private static List<StackLine> OwnFrames(IReadOnlyList<StackLine> frames)
    {
        var lines = new List<StackLine>();
        for (var at = 0; at < frames.Count;)
        {
            var end = at;
            while (at > 0 && end < frames.Count && !frames[end].IsOwn && frames[end].IsFrame)
            {
                end++;
            }

            if (end - at > 1)
            {
                lines.Add(new StackLine(string.Create(CultureInfo.InvariantCulture, $"{StackLine.Word}{end - at:N0} frames of libraries"), IsOwn: false));
                at = end;
            }
            else
            {
                lines.Add(frames[at++]);
            }
        }

        return lines;
    }
}
