using System.Diagnostics.CodeAnalysis;
using ErrorManagement.Analytics.Records.Queries;

namespace ErrorManagement.Analytics;

/// <content>The query as text.</content>
public sealed partial record ErrorQuery
{
    /// <summary>Reads a query such as <c>is:open component:payments since:24h "no answer"</c>.</summary>
    /// <param name="query">Terms with blanks between them; empty finds all.</param>
    /// <param name="timeProvider">The clock that <c>24h</c> and <c>today</c> are reckoned from, once, now; null for the system's. Days are those of UTC.</param>
    /// <returns>The query.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="query"/> is null.</exception>
    /// <exception cref="ErrorQuerySyntaxException">It is no query; the message shows the spot and what is valid there.</exception>
    public static ErrorQuery Parse(string query, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(query);
        return ParseAt(query, (timeProvider ?? TimeProvider.System).GetUtcNow());
    }

    /// <summary>Reads a query such as <c>is:open component:payments since:24h "no answer"</c>. Never throws; takes time in proportion to the length.</summary>
    /// <param name="query">Terms with blanks between them; empty or null finds all.</param>
    /// <param name="result">The query, or null when it is none.</param>
    /// <param name="error">What is wrong with it and where, or null.</param>
    /// <param name="timeProvider">The clock that <c>24h</c> and <c>today</c> are reckoned from, once, now; null for the system's. Days are those of UTC.</param>
    /// <returns>Whether <paramref name="query"/> is a query.</returns>
    public static bool TryParse(string? query, [NotNullWhen(true)] out ErrorQuery? result, [NotNullWhen(false)] out ErrorQuerySyntaxError? error, TimeProvider? timeProvider = null)
    {
        var parser = new QueryParser(query ?? "", (timeProvider ?? TimeProvider.System).GetUtcNow());
        error = parser.Parse();
        result = error is null ? parser.Query : null;
        return error is null;
    }

    /// <summary>Reads a query at a time that was read before.</summary>
    internal static ErrorQuery ParseAt(string query, DateTimeOffset now)
    {
        var parser = new QueryParser(query, now);
        return parser.Parse() is { } error ? throw new ErrorQuerySyntaxException(error) : parser.Query;
    }

    /// <summary>The query in the query language. <see cref="Parse"/> makes an equal one of it, on any day: times are written as instants.</summary>
    /// <returns>The text, the same in every culture; empty for a query that finds all. Holds the names and texts that are looked for.</returns>
    public override string ToString() => QueryWriter.Write(this);
}
