using System.Globalization;

namespace ErrorManagement.Analytics.Records.Queries;

/// <summary>Reads a query from its terms. One parser reads one query.</summary>
/// <param name="text">The query.</param>
/// <param name="now">The time that lengths are reckoned from.</param>
internal sealed class QueryParser(string text, DateTimeOffset now)
{
    private readonly QueryScanner _scanner = new(text);
    private readonly HashSet<string> _given = new(StringComparer.Ordinal);
    private readonly List<string> _texts = [];
    private readonly List<string> _exceptTexts = [];
    private readonly List<string> _exceptComponents = [];
    private readonly List<string> _exceptErrorTypes = [];
    private readonly List<string> _exceptCodes = [];
    private readonly List<ErrorStatus> _exceptStatuses = [];
    private ErrorQuery _query = new();

    /// <summary>The query, once it is read.</summary>
    public ErrorQuery Query => _query with
    {
        Texts = _texts,
        ExceptTexts = _exceptTexts,
        ExceptComponents = _exceptComponents,
        ExceptErrorTypes = _exceptErrorTypes,
        ExceptCodes = _exceptCodes,
        ExceptStatuses = _exceptStatuses,
    };

    /// <summary>Reads all terms. Returns what is wrong with the first one that is; null for nothing.</summary>
    public ErrorQuerySyntaxError? Parse()
    {
        while (_scanner.TryRead(out var term))
        {
            if ((term.IsNegated ? LeaveOut(in term) : Take(in term)) is { } error)
            {
                return error;
            }
        }

        return _scanner.Error;
    }

    private ErrorQuerySyntaxError? LeaveOut(in QueryTerm term) => term.Kind switch
    {
        QueryTermKind.Text => Add(in term, _exceptTexts, term.Value),
        QueryTermKind.Component => Add(in term, _exceptComponents, term.Value),
        QueryTermKind.Type => Add(in term, _exceptErrorTypes, term.Value),
        QueryTermKind.Code => Add(in term, _exceptCodes, term.Value),
        QueryTermKind.Is when EnumWords<ErrorStatus>.TryFind(term.Value, out var status) => Add(in term, _exceptStatuses, status),
        QueryTermKind.Is => WrongValue(in term, "a status that can be left out", EnumWords<ErrorStatus>.All),
        _ => new ErrorQuerySyntaxError(text, term.Start, term.End - term.Start, $"'{QueryTermNames.Of(term.Kind)}:' cannot be left out with a dash; a text that begins with one is put in quotes.", [.. QueryTermNames.Negatable.Select(name => $"-{name}:")], null),
    };

    private ErrorQuerySyntaxError? Take(in QueryTerm term) => term.Kind switch
    {
        QueryTermKind.Text => Add(in term, _texts, term.Value),
        QueryTermKind.Is => TakeStatus(in term),
        QueryTermKind.Code => Set(in term, _query with { Code = term.Value }),
        QueryTermKind.Component => Set(in term, _query with { Component = term.Value }),
        QueryTermKind.Type => Set(in term, _query with { ErrorType = term.Value }),
        QueryTermKind.Category => EnumWords<ErrorCategory>.TryFind(term.Value, out var category)
            ? Set(in term, _query with { Category = category })
            : WrongValue(in term, "a category", EnumWords<ErrorCategory>.All),
        QueryTermKind.Severity => TakeSeverity(in term),
        QueryTermKind.Since => TryReadInstant(in term, out var since) ? Set(in term, _query with { Since = since }) : WrongInstant(in term),
        QueryTermKind.Until => TryReadInstant(in term, out var until) ? Set(in term, _query with { Until = until }) : WrongInstant(in term),
        QueryTermKind.FirstSince => TryReadInstant(in term, out var firstSince) ? Set(in term, _query with { FirstSince = firstSince }) : WrongInstant(in term),
        QueryTermKind.FirstUntil => TryReadInstant(in term, out var firstUntil) ? Set(in term, _query with { FirstUntil = firstUntil }) : WrongInstant(in term),
        QueryTermKind.Release => Set(in term, _query with { Release = term.Value }),
        QueryTermKind.Host => Set(in term, _query with { Host = term.Value }),
        QueryTermKind.Source => TakeSource(in term),
        QueryTermKind.Resolved => bool.TryParse(term.Value, out var resolved)
            ? Set(in term, _query with { Resolved = resolved }, QueryTermValues.Unresolved)
            : WrongValue(in term, "true or false", QueryTermValues.Of(term.Kind)),
        QueryTermKind.Order => QueryTermValues.TryFindOrder(term.Value, out var order, out var ascending)
            ? Set(in term, _query with { Order = order, Ascending = ascending })
            : WrongValue(in term, "an order", QueryTermValues.Of(term.Kind)),
        _ => int.TryParse(term.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
            ? Set(in term, _query with { Limit = limit })
            : WrongValue(in term, $"a whole number from 0 to {int.MaxValue}", []),
    };

    private ErrorQuerySyntaxError? TakeStatus(in QueryTerm term)
    {
        var value = term.Value;
        return EnumWords<ErrorStatus>.TryFind(value, out var status) ? Set(in term, _query with { Status = status })
            : Is(value, QueryTermValues.Unresolved) ? Set(in term, _query with { Resolved = false }, QueryTermValues.Unresolved)
            : Is(value, QueryTermValues.Handled) ? Set(in term, _query with { Handled = true }, QueryTermValues.Handled)
            : Is(value, QueryTermValues.Unhandled) ? Set(in term, _query with { Handled = false }, QueryTermValues.Handled)
            : WrongValue(in term, "a status", QueryTermValues.Of(term.Kind));

        static bool Is(string value, string word) => string.Equals(value, word, StringComparison.OrdinalIgnoreCase);
    }

    private ErrorQuerySyntaxError? TakeSeverity(in QueryTerm term)
    {
        var isLeast = term.Value.StartsWith(">=", StringComparison.Ordinal);
        return !ErrorSeverities.TryParse(isLeast ? term.Value[2..] : term.Value, out var severity) ? WrongValue(in term, "a severity", QueryTermValues.Of(term.Kind))
            : isLeast ? Set(in term, _query with { MinSeverity = severity }, ">=")
            : Set(in term, _query with { Severity = severity });
    }

    private ErrorQuerySyntaxError? TakeSource(in QueryTerm term)
    {
        var sources = ErrorSources.None;
        foreach (var word in term.Value.Split(','))
        {
            if (!EnumWords<ErrorSources>.TryFind(word, out var source) || source == ErrorSources.None)
            {
                return WrongValue(in term, "a source, or several with commas between", QueryTermValues.Of(term.Kind));
            }

            sources |= source;
        }

        return Set(in term, _query with { Source = sources });
    }

    private bool TryReadInstant(in QueryTerm term, out DateTimeOffset instant) =>
        QueryInstants.TryRead(term.Value, now, term.Kind is QueryTermKind.Until or QueryTermKind.FirstUntil, out instant);

    /// <summary>Takes a condition, which can be given once.</summary>
    private ErrorQuerySyntaxError? Set(in QueryTerm term, ErrorQuery query, string condition = "")
    {
        // Terms that say different things of one field, such as the severity and the least one, can be given together.
        var name = QueryTermNames.Of(term.Kind);
        if (!_given.Add(condition.Length == 0 ? name : condition))
        {
            return new ErrorQuerySyntaxError(text, term.Start, term.End - term.Start, $"'{name}:' is given twice: all terms must hold, so one of each is enough.", [], null);
        }

        _query = query;
        return null;
    }

    private ErrorQuerySyntaxError? Add<T>(in QueryTerm term, List<T> values, T value)
    {
        if (values.Contains(value))
        {
            return null;
        }

        if (values.Count == ValueList<string>.MaxCount)
        {
            return new ErrorQuerySyntaxError(text, term.Start, term.End - term.Start, $"A query holds at most {ValueList<string>.MaxCount} of '{(term.IsNegated ? "-" : "")}{QueryTermNames.Of(term.Kind)}:'.", [], null);
        }

        values.Add(value);
        return null;
    }

    private ErrorQuerySyntaxError WrongInstant(in QueryTerm term) =>
        WrongValue(in term, "a time: how long ago, a day, or a date and time (UTC unless it names its zone)", QueryTermValues.Of(term.Kind));

    private ErrorQuerySyntaxError WrongValue(in QueryTerm term, string wanted, IReadOnlyList<string> valid) =>
        new(text, term.ValueStart, term.End - term.ValueStart, $"'{QueryExcerpt.Of(term.Value)}' is not {wanted}.", valid, NearestWord.Of(term.Value, valid));
}
