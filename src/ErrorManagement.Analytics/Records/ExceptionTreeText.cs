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
    public override string ToString()
    {
        var text = new StringBuilder();
        for (var i = 0; i < Exceptions.Count; i++)
        {
            // What earlier ones leave over is there for later ones; each is sure of its share.
            var end = text.Length + ((MaxLength - text.Length) / (Exceptions.Count - i));
            if (Exceptions.Count > 1)
            {
                AppendTitle(text, i, Math.Min(MaxTitle, (end - text.Length) / 2));
            }

            AppendFrames(text, Exceptions[i].Frames, end);
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
                text.Append(CultureInfo.InvariantCulture, $"   ... {frames.Count - i:N0} lines left out\n");
                return;
            }

            text.Append(frames[i].Text).Append('\n');
        }
    }

    private void AppendTitle(StringBuilder text, int at, int length)
    {
        var exception = Exceptions[at];
        if (exception.LeftOut > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"--- {exception.LeftOut:N0} exceptions left out\n");
        }

        var start = text.Length;
        if (at > 0)
        {
            // What comes right after one that it holds goes around it; anything else begins another branch.
            text.Append(Exceptions[at - 1].Parent == at ? "--- wrapped by " : "--- beside ");
        }

        text.Append(exception.ErrorType).Append(": ").Append(exception.Message.AsSpan(0, Math.Min(exception.Message.Length, MaxTitle)));
        if (text.Length > start + length)
        {
            text.Length = start + Math.Max(0, length - 1);
            text.Append('…');
        }

        // A title is one line, whatever the message looks like.
        text.Replace('\r', ' ', start, text.Length - start).Replace('\n', ' ', start, text.Length - start).Append('\n');
    }
}
