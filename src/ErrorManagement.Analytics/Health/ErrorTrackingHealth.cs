namespace ErrorManagement.Analytics;

/// <summary>What the errors of a service say of its health: an immutable snapshot.</summary>
/// <remarks>All figures are occurrences: an error that happened 11 times and is not resolved is 11 unresolved errors.</remarks>
public sealed record ErrorTrackingHealth
{
    /// <summary>Degraded when critical, unresolved or recent errors are more than allowed, unhealthy when the registry could not be read, else healthy.</summary>
    public ServiceStatus Status { get; init; }

    /// <summary>Errors since the start. <c>total_errors</c></summary>
    public long TotalErrors { get; init; }

    /// <summary>Errors inside the window whose record is open or has regressed; resolved, muted and ignored ones are not among them. <c>unresolved_errors</c></summary>
    public long UnresolvedErrors { get; init; }

    /// <summary>Errors of the last 24 hours, whatever became of them. <c>recent_24h</c></summary>
    public long Recent24h { get; init; }

    /// <summary>The critical ones among the unresolved. <c>critical_errors</c></summary>
    public long CriticalErrors { get; init; }

    /// <summary>Why there are no figures: the type of what the registry threw. Null when it could be read.</summary>
    public string? Failure { get; init; }

    /// <summary>Judges figures. Pure.</summary>
    /// <param name="total">Errors since the start.</param>
    /// <param name="unresolved">Unresolved errors inside the window.</param>
    /// <param name="recent24h">Errors of the last 24 hours.</param>
    /// <param name="critical">Unresolved critical errors inside the window.</param>
    /// <param name="options">What is allowed; null for the defaults: no critical, 10 unresolved and 20 recent errors. As many as allowed are healthy.</param>
    /// <returns>The judgement.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A figure is negative.</exception>
    /// <exception cref="ArgumentException">A setting is out of its bounds; the message names all that are.</exception>
    public static ErrorTrackingHealth Judge(long total, long unresolved, long recent24h, long critical, ServiceHealthOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(total);
        ArgumentOutOfRangeException.ThrowIfNegative(unresolved);
        ArgumentOutOfRangeException.ThrowIfNegative(recent24h);
        ArgumentOutOfRangeException.ThrowIfNegative(critical);
        options ??= new ServiceHealthOptions();
        Health.ServiceHealthOptionsValidator.ThrowIfInvalid(options);
        return new ErrorTrackingHealth
        {
            Status = critical > options.MaxCriticalErrors || unresolved > options.MaxUnresolvedErrors || recent24h > options.MaxRecentErrors ? ServiceStatus.Degraded : ServiceStatus.Healthy,
            TotalErrors = total,
            UnresolvedErrors = unresolved,
            Recent24h = recent24h,
            CriticalErrors = critical,
        };
    }
}
