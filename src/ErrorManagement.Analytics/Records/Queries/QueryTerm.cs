namespace ErrorManagement.Analytics.Records.Queries;

/// <summary>One term of a query as it is written.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="IsNegated">Whether a dash stands before it.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it ends, exclusive.</param>
/// <param name="Value">What is written after the colon, without quotes and escapes.</param>
/// <param name="ValueStart">Where that begins.</param>
internal readonly record struct QueryTerm(QueryTermKind Kind, bool IsNegated, int Start, int End, string Value, int ValueStart);
