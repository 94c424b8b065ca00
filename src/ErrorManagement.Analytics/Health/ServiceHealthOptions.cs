namespace ErrorManagement.Analytics;

/// <summary>Settings of service health. Copied when a monitor takes them: later changes of this object have no effect on it.</summary>
/// <remarks>Not safe for changes from several threads.</remarks>
public sealed class ServiceHealthOptions
{
    /// <summary>How many unresolved critical errors inside the window are healthy; more are degraded. Default 0. At least 0, inclusive.</summary>
    public int MaxCriticalErrors { get; set; }

    /// <summary>How many unresolved errors inside the window are healthy; more are degraded. Default 10. At least 0, inclusive.</summary>
    public int MaxUnresolvedErrors { get; set; } = 10;

    /// <summary>How many errors of the last 24 hours are healthy; more are degraded. Default 20. At least 0, inclusive.</summary>
    public int MaxRecentErrors { get; set; } = 20;

    /// <summary>How far back unresolved errors count, and errors whose details were lost, so that the status recovers. Default 24 hours. At least 1 minute and at most 24 hours, both inclusive.</summary>
    public TimeSpan Window { get; set; } = TimeSpan.FromHours(24);

    /// <summary>What a service is while a circuit breaker is open or half-open. Default <see cref="ServiceStatus.Degraded"/>; <see cref="ServiceStatus.Healthy"/> to pass over it.</summary>
    public ServiceStatus OpenCircuit { get; set; } = ServiceStatus.Degraded;

    /// <summary>What a service is when details of errors were lost inside the window. Default <see cref="ServiceStatus.Degraded"/>; <see cref="ServiceStatus.Healthy"/> to pass over it.</summary>
    public ServiceStatus LostErrors { get; set; } = ServiceStatus.Degraded;

    /// <summary>What a service is while an error budget pages. Default <see cref="ServiceStatus.Degraded"/>; <see cref="ServiceStatus.Healthy"/> to pass over it.</summary>
    public ServiceStatus BurningBudget { get; set; } = ServiceStatus.Degraded;

    internal ServiceHealthOptions Copy() => (ServiceHealthOptions)MemberwiseClone();
}
