namespace ErrorManagement.Analytics.Runs;

/// <summary>Counts the runs and errors of one phase.</summary>
internal sealed class PhaseTally(string name)
{
    private const int ProblemPercent = 10;

    private readonly Dictionary<string, long> _types = new(StringComparer.Ordinal);
    private long _lastRun;
    private long _lastError;

    public string Name => name;

    public long Runs { get; private set; }

    public long Errors { get; private set; }

    /// <summary>Counts a run once, however often it names the phase.</summary>
    /// <param name="run">The number of the run, from 1 on, rising.</param>
    public void See(long run)
    {
        if (_lastRun != run)
        {
            _lastRun = run;
            Runs++;
        }
    }

    /// <summary>Counts the error of a run once; where several names share this phase, the first says of which signature.</summary>
    public void Fail(long run, string signature)
    {
        See(run);
        if (_lastError != run)
        {
            _lastError = run;
            Errors++;
            _types[signature] = _types.GetValueOrDefault(signature) + 1;
        }
    }

    public RunPhase Read() => new()
    {
        Name = name,
        Runs = Runs,
        Errors = Errors,
        FailureRate = RunFigures.Percent(Errors, Runs),
        IsProblem = Runs > 0 && 100m * Errors > (decimal)ProblemPercent * Runs,
        ErrorTypes = Rankings.Of(_types),
    };
}
