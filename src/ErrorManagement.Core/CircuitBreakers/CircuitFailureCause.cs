using System.Globalization;
using ErrorManagement.Policies;

namespace ErrorManagement.CircuitBreakers;

/// <summary>One kind of failure behind an opening.</summary>
/// <param name="ErrorType">The full name of the type of the exception, or of the result that was judged a failure; of a generic type with its arguments in short. Few different values, no private data.</param>
/// <param name="Code">The code-like identity, such as <c>http:503</c> or <c>EM-CORE-001</c>; null when there is none. Few different values, no private data.</param>
/// <param name="Count">How many of the failures that opened the circuit were of this kind, among the last 64.</param>
/// <param name="RecordId">The registry's record of this error; none when nobody records such errors or none was recorded so far. It may become known later: a breaker judges a failure before its host has caught it.</param>
public sealed record CircuitFailureCause(string ErrorType, string? Code, int Count, ErrorId RecordId)
{
    private readonly KnownRecord? _record;

    /// <summary>The registry's record of this error; none when nobody records such errors or none was recorded so far. It may become known later: a breaker judges a failure before its host has caught it.</summary>
    public ErrorId RecordId
    {
        get => field.IsNone && _record is { } record ? record.Id : field;
        init
        {
            field = value;
            _record = null;
        }
    } = RecordId;

    /// <summary>Where the record will be known.</summary>
    internal KnownRecord? Record
    {
        init => _record = value;
    }

    /// <summary>Whether two causes say the same now.</summary>
    /// <param name="other">The other one; null is never the same.</param>
    /// <returns>Whether type, code, count and record are the same.</returns>
    public bool Equals(CircuitFailureCause? other) =>
        other is not null && ErrorType == other.ErrorType && Code == other.Code && Count == other.Count && RecordId == other.RecordId;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(ErrorType, Code, Count); // without the record, which may become known

    /// <summary>The cause in short, such as <c>4x TimeoutException</c> or <c>3x HttpRequestException (http:503)</c>.</summary>
    /// <returns>The text, the same in every culture.</returns>
    public override string ToString()
    {
        var own = ErrorType.AsSpan(0, ErrorType.IndexOf('<') is var arguments and >= 0 ? arguments : ErrorType.Length);
        var name = ErrorType[(own.LastIndexOf('.') + 1)..];
        return Code is null
            ? string.Create(CultureInfo.InvariantCulture, $"{Count}x {name}")
            : string.Create(CultureInfo.InvariantCulture, $"{Count}x {name} ({Code})");
    }
}
