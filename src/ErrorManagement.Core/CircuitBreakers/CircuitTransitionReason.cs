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

    /// <summary>The break is over: trials begin.</summary>
    BreakElapsed,

    /// <summary>A trial failed.</summary>
    TrialFailed,

    /// <summary>Enough trials succeeded.</summary>
    TrialsSucceeded,

    /// <summary>The trials did not decide in time.</summary>
    HalfOpenTimedOut,

    /// <summary>Someone asked for it.</summary>
    Manual,
}
