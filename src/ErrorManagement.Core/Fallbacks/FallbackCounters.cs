namespace ErrorManagement.Fallbacks;

/// <summary>The numbers behind <see cref="FallbackStatistics"/>.</summary>
internal sealed class FallbackCounters
{
    private long _executions;
    private long _successes;
    private long _failures;

    public void Asked() => Interlocked.Increment(ref _executions);

    public void Succeeded(string name)
    {
        Interlocked.Increment(ref _successes);
        FallbackInstruments.Count(name, "answered");
    }

    public void Failed(string name)
    {
        Interlocked.Increment(ref _failures);
        FallbackInstruments.Count(name, "failed");
    }

    public FallbackStatistics Read(string name, IReadOnlyList<FallbackStatistics>? members = null)
    {
        // Outcomes first: a snapshot never shows more outcomes than executions.
        var successes = Volatile.Read(ref _successes);
        var failures = Volatile.Read(ref _failures);
        return new FallbackStatistics(name, Volatile.Read(ref _executions), successes, failures, members ?? []);
    }
}
