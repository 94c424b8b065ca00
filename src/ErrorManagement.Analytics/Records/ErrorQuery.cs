using System.Runtime.CompilerServices;
using ErrorManagement.Analytics.Records.Queries;

namespace ErrorManagement.Analytics;

/// <summary>Which records to return, and in which order. All conditions must hold; null is no condition.</summary>
/// <remarks>
/// Immutable; two queries with the same conditions are equal. <see cref="ToString"/> writes it in the query language, <see cref="Parse"/> reads that.
/// Names are compared as they are, texts and codes in any case; neither depends on the culture.
/// </remarks>
public sealed partial record ErrorQuery
{
    private readonly ValueList<string> _texts = ValueList<string>.Empty;
    private readonly ValueList<string> _exceptTexts = ValueList<string>.Empty;
    private readonly ValueList<string> _exceptComponents = ValueList<string>.Empty;
    private readonly ValueList<string> _exceptErrorTypes = ValueList<string>.Empty;
    private readonly ValueList<string> _exceptCodes = ValueList<string>.Empty;
    private readonly ValueList<ErrorStatus> _exceptStatuses = ValueList<ErrorStatus>.Empty;

    /// <summary>Last seen at or after this instant.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Last seen at or before this instant. With a <see cref="Since"/> after it, nothing is found.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>First seen at or after this instant: the errors that are new since then.</summary>
    public DateTimeOffset? FirstSince { get; init; }

    /// <summary>First seen at or before this instant. Together with <see cref="Since"/>: whatever may have happened between the two.</summary>
    public DateTimeOffset? FirstUntil { get; init; }

    /// <summary>Exactly this severity.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is no severity.</exception>
    public ErrorSeverity? Severity
    {
        get;
        init => field = Defined(value);
    }

    /// <summary>This severity or a higher one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is no severity.</exception>
    public ErrorSeverity? MinSeverity
    {
        get;
        init => field = Defined(value);
    }

    /// <summary>Exactly this component, case-sensitive. Empty is a name that no record has.</summary>
    public string? Component { get; init; }

    /// <summary>Exactly this error type: the full name, or the name without namespace, outer types and generic arguments; case-sensitive. Empty is a name that no record has.</summary>
    public string? ErrorType { get; init; }

    /// <summary>This error code, such as <c>EM-CORE-001</c>, or this code-like identity, such as <c>http:503</c>; in any case. Empty is a code that no record has.</summary>
    public string? Code { get; init; }

    /// <summary>This category.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is no category.</exception>
    public ErrorCategory? Category
    {
        get;
        init => field = Defined(value);
    }

    /// <summary>Standing here in its life, at the time of the answer. <see cref="ErrorStatus.Open"/> finds regressed records as well, which are open again.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is no status.</exception>
    public ErrorStatus? Status
    {
        get;
        init => field = Defined(value);
    }

    /// <summary>Only resolved (true) or only unresolved (false) records; muted and ignored ones are unresolved.</summary>
    public bool? Resolved { get; init; }

    /// <summary>Only records of which somebody answered for every occurrence (true), or of which at least one reached its caller (false).</summary>
    public bool? Handled { get; init; }

    /// <summary>Seen at one of these places, at least once.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is none, or holds a bit that is no source.</exception>
    public ErrorSources? Source
    {
        get;
        init => field = value is null || (value != ErrorSources.None && (value & ~AllSources) == 0)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"The source of a query must be one or more of {string.Join(", ", Enum.GetNames<ErrorSources>().Skip(1))}; it is {value}.");
    }

    /// <summary>Seen in this release, at least once; case-sensitive. Of a record, the first 32 releases are known.</summary>
    public string? Release { get; init; }

    /// <summary>Seen on this machine, at least once; case-sensitive. Of a record, the first 32 machines are known.</summary>
    public string? Host { get; init; }

    /// <summary>A text that message, template, component, error type or code holds, in any case: <see cref="Texts"/> with this one alone. Null or empty is no condition. Reads as the first of several.</summary>
    public string? Text
    {
        get => _texts.Count == 0 ? null : _texts[0];
        init => _texts = value is null ? ValueList<string>.Empty : NotEmpty([value]);
    }

    /// <summary>Texts that must all be found, each in message, template, component, error type or code, in any case. Empty by default; empty ones among them are no condition. Takes the place of <see cref="Text"/>.</summary>
    /// <exception cref="ArgumentException">One is null, or there are more than 64.</exception>
    public IReadOnlyList<string> Texts
    {
        get => _texts;
        init => _texts = NotEmpty(value);
    }

    /// <summary>Texts of which none may be found. Empty by default; empty ones among them are no condition.</summary>
    /// <exception cref="ArgumentException">One is null, or there are more than 64.</exception>
    public IReadOnlyList<string> ExceptTexts
    {
        get => _exceptTexts;
        init => _exceptTexts = NotEmpty(value);
    }

    /// <summary>Components that are left out. Empty by default.</summary>
    /// <exception cref="ArgumentException">One is null, or there are more than 64.</exception>
    public IReadOnlyList<string> ExceptComponents
    {
        get => _exceptComponents;
        init => _exceptComponents = ValueList<string>.Of(value, nameof(ExceptComponents));
    }

    /// <summary>Error types that are left out, by either name. Empty by default.</summary>
    /// <exception cref="ArgumentException">One is null, or there are more than 64.</exception>
    public IReadOnlyList<string> ExceptErrorTypes
    {
        get => _exceptErrorTypes;
        init => _exceptErrorTypes = ValueList<string>.Of(value, nameof(ExceptErrorTypes));
    }

    /// <summary>Codes that are left out. Empty by default.</summary>
    /// <exception cref="ArgumentException">One is null, or there are more than 64.</exception>
    public IReadOnlyList<string> ExceptCodes
    {
        get => _exceptCodes;
        init => _exceptCodes = ValueList<string>.Of(value, nameof(ExceptCodes));
    }

    /// <summary>What is left out by where it stands; <see cref="ErrorStatus.Open"/> leaves out regressed records as well. Empty by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is no status.</exception>
    public IReadOnlyList<ErrorStatus> ExceptStatuses
    {
        get => _exceptStatuses;
        init => _exceptStatuses = ValueList<ErrorStatus>.Of(value?.Select(status => Defined<ErrorStatus>(status)!.Value), nameof(ExceptStatuses));
    }

    /// <summary>In which order. By default the newest (last seen) first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is no order.</exception>
    public ErrorOrder Order
    {
        get;
        init => field = Defined<ErrorOrder>(value)!.Value;
    }

    /// <summary>Whether the order is turned round: the oldest, rarest or most harmless first. False by default.</summary>
    public bool Ascending { get; init; }

    /// <summary>At most so many, the first ones of the order; 0 returns none; null, the default, returns all. Must not be negative.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int? Limit
    {
        get;
        init => field = value is null or >= 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"The limit of a query must be 0 or more; it is {value}.");
    }

    private static ErrorSources AllSources { get; } = Enum.GetValues<ErrorSources>().Aggregate((all, one) => all | one);

    private static T? Defined<T>(T? value, [CallerMemberName] string name = "")
        where T : struct, Enum =>
        value is null || Enum.IsDefined(value.Value)
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} of a query must be one of {string.Join(", ", Enum.GetNames<T>())}; it is {value.Value:D}.");

    private static ValueList<string> NotEmpty(IEnumerable<string>? texts, [CallerMemberName] string name = "") =>
        ValueList<string>.Of(texts?.Where(static text => text is not { Length: 0 }), name);
}
