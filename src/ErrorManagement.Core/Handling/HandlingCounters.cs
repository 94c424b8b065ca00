namespace ErrorManagement.Handling;

/// <summary>The figures of a handler. Under one lock, which only failures take, so that a snapshot adds up.</summary>
internal sealed class HandlingCounters
{
    private readonly Lock _gate = new();
    private readonly long[] _byCategory = new long[Enum.GetValues<ErrorCategory>().Length];
    private readonly long[] _byStrategy = new long[Enum.GetValues<HandlingStrategy>().Length];
    private readonly long[] _byOutcome = new long[Enum.GetValues<HandlingOutcome>().Length];
    private long _retries;
    private long _actions;
    private long _actionsSucceeded;
    private long _ticks;

    public void Add(ErrorHandled handled, HandlingOutcome outcome)
    {
        lock (_gate)
        {
            _byCategory[(int)handled.Verdict.Category]++;
            _byStrategy[(int)handled.Strategy]++;
            _byOutcome[(int)outcome]++;
            _retries += handled.RetryCount;
            _actions += handled.RecoveryAttempted ? 1 : 0;
            _actionsSucceeded += handled.RecoverySucceeded ? 1 : 0;
            _ticks += handled.Elapsed.Ticks;
        }
    }

    public ErrorHandlerStatistics Read()
    {
        lock (_gate)
        {
            return new ErrorHandlerStatistics
            {
                Handled = _byOutcome.Sum(),
                Recovered = _byOutcome[(int)HandlingOutcome.Recovered],
                FallbacksUsed = _byOutcome[(int)HandlingOutcome.Fallback],
                Failed = _byOutcome[(int)HandlingOutcome.Failed],
                Retries = _retries,
                RecoveryActions = _actions,
                RecoveryActionsSucceeded = _actionsSucceeded,
                ByCategory = Enum.GetValues<ErrorCategory>().ToDictionary(c => c, c => _byCategory[(int)c]),
                ByStrategy = Enum.GetValues<HandlingStrategy>().ToDictionary(s => s, s => _byStrategy[(int)s]),
                TotalTime = TimeSpan.FromTicks(_ticks),
            };
        }
    }
}
