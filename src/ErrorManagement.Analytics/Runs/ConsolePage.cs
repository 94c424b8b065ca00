using System.Text;

namespace ErrorManagement.Analytics.Runs;

/// <summary>A page of text for a terminal, 80 columns wide. Whatever is written to it is made harmless and broken where it is wider.</summary>
internal sealed class ConsolePage
{
    /// <summary>How many columns it has.</summary>
    public const int Columns = 80;

    private readonly StringBuilder _text = new();

    public void Rule() => _text.Append('=', Columns).Append('\n');

    public void Blank() => _text.Append('\n');

    /// <summary>A line; what does not fit goes on in further ones.</summary>
    /// <param name="text">The text.</param>
    /// <param name="indent">Blanks before the first line.</param>
    /// <param name="hanging">Blanks before the further ones.</param>
    public void Line(string text, int indent = 0, int hanging = 0) => Clean(ConsoleText.Clean(text), indent, hanging);

    /// <summary>A line of which a part is foreign: the line is laid out already, the part made harmless by <see cref="ConsoleText"/>.</summary>
    public void Clean(string clean, int indent = 0, int hanging = 0)
    {
        var rest = clean.AsSpan();
        var room = Columns - indent;
        _text.Append(' ', indent);
        while (ConsoleText.Width(rest) > room)
        {
            var fitting = ConsoleText.Fitting(rest, room);

            // At a blank, if there is one far enough to the right.
            var at = fitting < rest.Length && rest[fitting] == ' ' ? fitting : rest[..fitting].LastIndexOf(' ');
            var length = at > room / 2 ? at : fitting;
            _text.Append(rest[..length].TrimEnd(' ')).Append('\n').Append(' ', hanging);
            rest = rest[length..].TrimStart(' ');
            room = Columns - hanging;
        }

        _text.Append(rest).Append('\n');
    }

    public override string ToString() => _text.ToString();
}
