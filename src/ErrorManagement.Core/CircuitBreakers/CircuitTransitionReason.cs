namespace ErrorManagement.CircuitBreakers;

/// <summary>Why a circuit changed.</summary>
public enum CircuitTransitionReason
{
    /// <summary>So many failures in a row.</summary>
    ConsecutiveFailures,

    /// <summary>So many failures inside the window.</summary>
    FailuresInWindow,

    /// <summary>Too large a share of the calls inside the window failed.</summary>
    FailureRate,

    /// <summary>Too large a share of the calls inside the window, or still in flight, was slow.</summary>
    SlowCallRate,

    /// <summary>One failure that was judged <see cref="CircuitVerdict.Trip"/>.</summary>
    Tripped,

    /// <summary>The break is over: trials begin.</summary>
    BreakElapsed,

    /// <summary>A trial failed.</summary>
    TrialFailed,

    /// <summary>A trial took longer than the slow-call duration, or too many of the trials that are judged together did.</summary>
    TrialSlow,

    /// <summary>Enough trials succeeded.</summary>
    TrialsSucceeded,

    /// <summary>The trials did not decide in time.</summary>
    HalfOpenTimedOut,

    /// <summary>Someone asked for it.</summary>
    Manual,

    /// <summary>A saved state was brought back.</summary>
    Restored,
}
