using System.Text;

namespace ErrorManagement.Analytics.Records.Queries;

/// <summary>
/// Cuts a query into its terms, from left to right, each character once.
/// <code>
/// query = { blank } [ term { blank { blank } term } { blank } ]
/// term  = [ "-" ] ( name ":" value | "severity" ">=" value | value )
/// value = quoted | any but blanks and quotes
/// quoted = '"' { any but '"' and '\' | '\"' | '\\' | '\' } '"'
/// </code>
/// </summary>
internal sealed class QueryScanner(string query)
{
    private const string TypographicQuotes = "\u201C\u201D\u201E\u201F\u00AB\u00BB";
    private const string SeverityName = "severity";

    private int _at;

    /// <summary>What is wrong with the term that could not be read; null while nothing is.</summary>
    public ErrorQuerySyntaxError? Error { get; private set; }

    /// <summary>Reads the next term. False at the end, and where something is wrong.</summary>
    public bool TryRead(out QueryTerm term)
    {
        term = default;
        while (_at < query.Length && char.IsWhiteSpace(query[_at]))
        {
            _at++;
        }

        if (_at == query.Length)
        {
            return false;
        }

        var start = _at;
        var isNegated = query[_at] == '-' && !IsEnd(_at + 1);
        _at += isNegated ? 1 : 0;
        if (!TryReadName(out var kind) || !TryReadValue(kind, out var valueStart, out var value))
        {
            return false;
        }

        term = new QueryTerm(kind, isNegated, start, _at, value, valueStart);
        return true;
    }

    private bool TryReadName(out QueryTermKind kind)
    {
        kind = QueryTermKind.Text;
        var end = _at;
        while (end < query.Length && (char.IsAsciiLetter(query[end]) || (end > _at && query[end] is '-' or '_')))
        {
            end++;
        }

        if (end == _at || end == query.Length)
        {
            return true;
        }

        var name = query.AsSpan(_at, end - _at);
        if (query[end] is '<' or '>' or '=' && name.Equals(SeverityName, StringComparison.OrdinalIgnoreCase))
        {
            // The comparison is part of the value.
            kind = QueryTermKind.Severity;
            _at = end;
            return true;
        }

        if (query[end] != ':')
        {
            return true;
        }

        if (!QueryTermNames.TryFind(name, out kind))
        {
            var word = name.ToString();
            Fail(_at, end - _at, $"'{QueryExcerpt.Of(word)}' is no term; a text with a colon is put in quotes.", QueryTermNames.All, NearestWord.Of(word, QueryTermNames.All));
            return false;
        }

        _at = end + 1;
        return IsEnd(_at) ? Fail(_at, 0, $"'{QueryTermNames.Of(kind)}:' needs a value, right after the colon.", QueryTermValues.Of(kind)) : true;
    }

    private bool TryReadValue(QueryTermKind kind, out int start, out string value)
    {
        start = _at;
        value = "";
        if (TypographicQuotes.Contains(query[_at], StringComparison.Ordinal))
        {
            return Fail(_at, 1, "A text is put in plain quotes (\"); to look for this one, put it in those.", []);
        }

        return query[_at] == '"' ? TryReadQuoted(out value) : TryReadBare(kind, out value);
    }

    private bool TryReadBare(QueryTermKind kind, out string value)
    {
        var start = _at;
        while (!IsEnd(_at))
        {
            if (query[_at] == '"')
            {
                value = "";
                return Fail(_at, 1, $"A quote inside of a word{(kind == QueryTermKind.Text ? "" : " of '" + QueryTermNames.Of(kind) + ":'")}: put all of it in quotes, and write \\\" for this one.", []);
            }

            _at++;
        }

        value = query[start.._at];
        return true;
    }

    private bool TryReadQuoted(out string value)
    {
        var start = _at++;
        var text = new StringBuilder();
        while (_at < query.Length && query[_at] != '"')
        {
            // A lone backslash is one: paths are pasted as they are.
            _at += query[_at] == '\\' && _at + 1 < query.Length && query[_at + 1] is '"' or '\\' ? 1 : 0;
            text.Append(query[_at++]);
        }

        value = text.ToString();
        if (_at == query.Length)
        {
            return Fail(start, query.Length - start, "This quote is not closed; inside of it, \\\" is a quote and \\\\ a backslash.", []);
        }

        _at++;
        return IsEnd(_at) || Fail(_at, 1, "After a closing quote comes a blank, or the end; inside of quotes, \\\" is a quote.", []);
    }

    private bool IsEnd(int at) => at == query.Length || char.IsWhiteSpace(query[at]);

    private bool Fail(int position, int length, string problem, IReadOnlyList<string> valid, string? suggestion = null)
    {
        Error = new ErrorQuerySyntaxError(query, position, length, problem, valid, suggestion);
        return false;
    }
}
