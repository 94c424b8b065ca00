namespace ErrorManagement.Analytics.Tests.Records;

/// <summary>Queries and texts of all kinds, the same in each run.</summary>
internal sealed class RandomQueries(int seed)
{
    private static readonly string[] Pieces =
    [
        "a", "Z", "7", "-", "--", ":", "::", "\"", "\\", "\\\"", " ", "\t", "\n", "\0", "\u00A0", "\u2028", "\u202E", "\u201C", "\u201D", "\u00AB", "<", ">", ">=", "=", ",", "'", "`1[[", "+",
        "is:", "-is:", "open", "component:", "-component:", "severity:>=", "severity>=", "since:", "24h", "text:", "limit:", "order:", "code:http:503", "resolved:", "\u0130", "\u0131", "ss", "\u00DF", "\uD83D\uDE00", "\uD800", "\uDC00", "\uFFFF",
    ];

    private readonly Random _random = new(seed);

    public string Text() => string.Concat(Enumerable.Range(0, _random.Next(8)).Select(_ => _random.Next(10) == 0 ? ((char)_random.Next(char.MaxValue + 1)).ToString() : Pieces[_random.Next(Pieces.Length)]));

    public ErrorQuery Query() => new()
    {
        Since = Maybe(Instant),
        Until = Maybe(Instant),
        FirstSince = Maybe(Instant),
        FirstUntil = Maybe(Instant),
        Severity = Maybe(Of<ErrorSeverity>),
        MinSeverity = Maybe(Of<ErrorSeverity>),
        Component = _random.Next(2) == 0 ? null : Text(),
        ErrorType = _random.Next(2) == 0 ? null : Text(),
        Code = _random.Next(2) == 0 ? null : Text(),
        Category = Maybe(Of<ErrorCategory>),
        Status = Maybe(Of<ErrorStatus>),
        Resolved = Maybe(() => _random.Next(2) == 0),
        Handled = Maybe(() => _random.Next(2) == 0),
        Source = Maybe(() => (ErrorSources)_random.Next(1, 128)),
        Release = _random.Next(2) == 0 ? null : Text(),
        Host = _random.Next(2) == 0 ? null : Text(),
        Texts = Some(Text),
        ExceptTexts = Some(Text),
        ExceptComponents = Some(Text),
        ExceptErrorTypes = Some(Text),
        ExceptCodes = Some(Text),
        ExceptStatuses = Some(Of<ErrorStatus>),
        Order = Of<ErrorOrder>(),
        Ascending = _random.Next(2) == 0,
        Limit = Maybe(() => _random.Next(3) switch { 0 => 0, 1 => int.MaxValue, _ => _random.Next() }),
    };

    private T? Maybe<T>(Func<T> make)
        where T : struct => _random.Next(2) == 0 ? null : make();

    private T[] Some<T>(Func<T> make) => [.. Enumerable.Range(0, _random.Next(4)).Select(_ => make())];

    private T Of<T>()
        where T : struct, Enum
    {
        var values = Enum.GetValues<T>();
        return values[_random.Next(values.Length)];
    }

    private DateTimeOffset Instant() => _random.Next(6) switch
    {
        0 => DateTimeOffset.MinValue,
        1 => DateTimeOffset.MaxValue,
        2 => new DateTimeOffset(2026, 3, 29, 2, 30, 0, TimeSpan.FromHours(14)),
        _ => new DateTimeOffset(_random.NextInt64(DateTime.MaxValue.Ticks), TimeSpan.Zero),
    };
}
