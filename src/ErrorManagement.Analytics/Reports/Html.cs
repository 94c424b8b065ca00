using System.Text;

namespace ErrorManagement.Analytics.Reports;

/// <summary>Markup that may be written as it is. Text becomes part of it through <see cref="HtmlTemplate"/> or <see cref="HtmlText"/> alone, which escape it.</summary>
internal readonly record struct Html
{
    private readonly string? _markup;

    private Html(string markup) => _markup = markup;

    /// <summary>No markup.</summary>
    public static Html None => default;

    public bool IsNone => string.IsNullOrEmpty(_markup);

    /// <summary>Markup from a template: what stands in it literally is kept, texts in its holes are escaped.</summary>
    public static Html Of(HtmlTemplate template) => new(template.ToString());

    /// <summary>Markup of one's own making, in which nothing foreign stands unescaped.</summary>
    public static Html Raw(string markup) => new(markup);

    public static Html Join(IEnumerable<Html> parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            text.Append(part._markup);
        }

        return new Html(text.ToString());
    }

    /// <summary>Parts with a blank between them; those without markup are passed over.</summary>
    public static Html Sentence(IEnumerable<Html> parts) => new(string.Join(' ', parts.Where(static part => !part.IsNone).Select(static part => part._markup)));

    /// <summary>Parts with a comma between them.</summary>
    public static Html List(IEnumerable<Html> parts) => new(string.Join(", ", parts.Select(static part => part._markup)));

    public override string ToString() => _markup ?? "";
}
