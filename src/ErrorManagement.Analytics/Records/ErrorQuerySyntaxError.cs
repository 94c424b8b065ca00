using ErrorManagement.Analytics.Records.Queries;

namespace ErrorManagement.Analytics;

/// <summary>What is wrong with a query, and where.</summary>
/// <param name="Query">The query.</param>
/// <param name="Position">Where the spot begins in the query, in characters from 0; its length when something is missing at its end.</param>
/// <param name="Length">How many characters the spot has; 0 when something is missing there.</param>
/// <param name="Problem">What is wrong, in one sentence.</param>
/// <param name="Valid">What could stand there, as words. Empty when that is no list.</param>
/// <param name="Suggestion">The one of <paramref name="Valid"/> that was probably meant; null when none comes near.</param>
public sealed record ErrorQuerySyntaxError(string Query, int Position, int Length, string Problem, IReadOnlyList<string> Valid, string? Suggestion)
{
    /// <summary>All of it for a reader: the problem, the line with a mark under the spot, and what is valid there. A long query is shown in part, and what cannot be shown in a line as <c>?</c>.</summary>
    public string Message
    {
        get
        {
            var (line, mark) = QueryExcerpt.Around(Query, Position, Length);
            var meant = Suggestion is null ? "" : $" Did you mean '{Suggestion}'?";
            var valid = Valid.Count == 0 ? "" : $"\nValid here: {string.Join(", ", Valid)}.";
            return $"{Problem}{meant}\n  {line}\n  {mark}{valid}";
        }
    }

    /// <summary>The same as <see cref="Message"/>.</summary>
    /// <returns>The text, of several lines.</returns>
    public override string ToString() => Message;
}
