namespace ErrorManagement.Analytics.Health;

/// <summary>Goes through histories of records and counts the steps of a window.</summary>
internal sealed class ResolutionCount
{
    private static readonly ErrorChange[] Counted = [ErrorChange.New, ErrorChange.Resolved, ErrorChange.Regressed, ErrorChange.Reopened];

    private readonly DateTimeOffset _from;
    private readonly DateTimeOffset _to;
    private readonly int _firstDay;
    private readonly int[,] _counts;

    public ResolutionCount(DateTimeOffset from, DateTimeOffset to)
    {
        (_from, _to) = (from, to);
        _firstDay = DayOf(from);
        _counts = new int[DayOf(to) - _firstDay + 1, Enum.GetValues<ErrorChange>().Length];
    }

    /// <summary>How long it took to resolve what was resolved inside the window.</summary>
    public List<TimeSpan> TimesToResolve { get; } = [];

    /// <summary>How long those are open that are.</summary>
    public List<TimeSpan> OpenAges { get; } = [];

    public void Add(ErrorRecord record)
    {
        var openSince = record.FirstSeen;
        foreach (var step in StepsOf(record))
        {
            if (step.At > _to)
            {
                continue;
            }

            switch (step.Kind)
            {
                // The same again in another release.
                case ErrorChange.Resolved when step.From == ErrorStatus.Resolved:
                    continue;
                case ErrorChange.Resolved when step.At >= _from:
                    TimesToResolve.Add(Length(openSince, step.At));
                    break;
                case ErrorChange.New or ErrorChange.Regressed or ErrorChange.Reopened:
                    openSince = step.At;
                    break;
            }

            if (step.At >= _from && Counted.Contains(step.Kind))
            {
                _counts[DayOf(step.At) - _firstDay, (int)step.Kind]++;
            }
        }

        if (record.Status is ErrorStatus.Open or ErrorStatus.Regressed)
        {
            OpenAges.Add(Length(openSince, _to));
        }
    }

    public int Sum(ErrorChange kind)
    {
        var sum = 0;
        for (var day = 0; day < _counts.GetLength(0); day++)
        {
            sum += _counts[day, (int)kind];
        }

        return sum;
    }

    public IReadOnlyList<ResolutionDay> Days() =>
        [.. Enumerable.Range(0, _counts.GetLength(0)).Select(day => new ResolutionDay(
            DateOnly.FromDayNumber(_firstDay + day),
            _counts[day, (int)ErrorChange.New],
            _counts[day, (int)ErrorChange.Resolved],
            _counts[day, (int)ErrorChange.Regressed],
            _counts[day, (int)ErrorChange.Reopened]))];

    private static IEnumerable<StatusChange> StepsOf(ErrorRecord record)
    {
        if (record.StatusChanges.Count > 0)
        {
            return record.StatusChanges;
        }

        var first = new StatusChange(record.FirstSeen, ErrorChange.New, ErrorStatus.Open, ErrorStatus.Open, "first seen");
        return record.ResolvedAt is { } at ? [first, new StatusChange(at, ErrorChange.Resolved, ErrorStatus.Open, ErrorStatus.Resolved, "resolved")] : [first];
    }

    // A wall clock that was set back between makes no negative lengths.
    private static TimeSpan Length(DateTimeOffset from, DateTimeOffset to) => to > from ? to - from : TimeSpan.Zero;

    private static int DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime).DayNumber;
}
