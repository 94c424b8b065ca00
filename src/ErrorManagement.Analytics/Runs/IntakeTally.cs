namespace ErrorManagement.Analytics.Runs;

/// <summary>Counts what is read and what is left out. Bounded in size.</summary>
internal sealed class IntakeTally
{
    private const int MostFaults = 20;

    private readonly List<RunFault> _faults = [];
    private readonly long[] _runs = new long[4];
    private readonly long[] _events = new long[4];
    private long _replaced;
    private long _malformed;
    private long _malformedPhaseErrors;

    public long Lines { get; set; }

    public long BlankLines { get; set; }

    /// <summary>Counts an entry of a run in whose place a later one came.</summary>
    public void AddReplaced() => _replaced++;

    public void AddRun(WindowPlace place) => _runs[(int)place]++;

    public void AddEvent(WindowPlace place) => _events[(int)place]++;

    /// <summary>Counts events of which it is known that they lie in the window.</summary>
    public void AddEvents(long count) => _events[(int)WindowPlace.Inside] += count;

    public void AddMalformedPhaseErrors() => _malformedPhaseErrors++;

    /// <param name="reason">What is wrong; nothing of the input.</param>
    /// <param name="line">The number of its line; 0 when it has none.</param>
    /// <param name="entry">The number of its entry in an array; 0 when it has none.</param>
    public void AddMalformed(string reason, long line = 0, long entry = 0)
    {
        _malformed++;
        if (_faults.Count < MostFaults)
        {
            _faults.Add(new RunFault(line, reason) { Entry = entry });
        }
    }

    public RunIntake Read() => new()
    {
        Lines = Lines,
        BlankLines = BlankLines,
        Malformed = _malformed,
        Runs = _runs.Sum() + _replaced,
        Counted = _runs[(int)WindowPlace.Inside],
        Older = _runs[(int)WindowPlace.Older],
        Future = _runs[(int)WindowPlace.Future],
        Undated = _runs[(int)WindowPlace.Undated],
        Replaced = _replaced,
        MalformedPhaseErrors = _malformedPhaseErrors,
        Events = _events.Sum(),
        EventsLeftOut = _events.Sum() - _events[(int)WindowPlace.Inside],
        Faults = [.. _faults],
    };
}
