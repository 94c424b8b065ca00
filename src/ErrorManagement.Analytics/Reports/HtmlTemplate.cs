using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace ErrorManagement.Analytics.Reports;

/// <summary>
/// What <c>Html.Of($"...")</c> compiles to. A hole takes markup, a text, which is escaped, or a number, which is written the same in every culture;
/// a hole with anything else does not compile.
/// </summary>
[InterpolatedStringHandler]
internal readonly ref struct HtmlTemplate
{
    private const int LongestText = 500;

    private readonly StringBuilder _text;

    public HtmlTemplate(int literalLength, int formattedCount) => _text = new StringBuilder(literalLength + (formattedCount * 16));

    public void AppendLiteral(string markup) => _text.Append(markup);

    public void AppendFormatted(Html markup) => _text.Append(markup.ToString());

    public void AppendFormatted(IEnumerable<Html> parts)
    {
        foreach (var part in parts)
        {
            _text.Append(part.ToString());
        }
    }

    /// <summary>Text, escaped as it is, and cut after 500 characters. For foreign text there are the shorter forms of <see cref="HtmlText"/>.</summary>
    public void AppendFormatted(string? text) => HtmlText.AppendExact(_text, text, LongestText);

    /// <summary>Digits alone: for places and sizes, not for readers.</summary>
    public void AppendFormatted(int number) => _text.Append(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>At most two decimals, with a full stop: for places and sizes, not for readers.</summary>
    public void AppendFormatted(double number) => _text.Append(number.ToString("0.##", CultureInfo.InvariantCulture));

    public override string ToString() => _text.ToString();
}
