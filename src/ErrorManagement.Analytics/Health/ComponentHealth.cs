namespace ErrorManagement.Analytics;

/// <summary>How healthy one component is, judged by its errors inside a window: an immutable snapshot.</summary>
public sealed record ComponentHealth
{
    private const long FewBelow = 10;
    private const long SomeBelow = 50;
    private const long ManyBelow = 100;

    private const int HealthyFrom = 90;
    private const int DegradedFrom = 70;
    private const int UnhealthyFrom = 50;

    /// <summary>The component. <c>component</c></summary>
    public required string Component { get; init; }

    /// <summary>The score: 100, 90, 70, 50 or 0; 100 is best. <c>health_score</c></summary>
    public int Score { get; init; }

    /// <summary>The score in one word. <c>status</c></summary>
    public ComponentStatus Status { get; init; }

    /// <summary>The errors since the start. <c>total_errors</c></summary>
    public long TotalErrors { get; init; }

    /// <summary>The errors inside the window, which make the score. <c>window_errors</c></summary>
    public long WindowErrors { get; init; }

    /// <summary>The errors of the last hour. <c>recent_errors_1h</c></summary>
    public long RecentErrors1h { get; init; }

    /// <summary>The score of a number of errors. Pure.</summary>
    /// <param name="errors">The errors inside the window, at least 0.</param>
    /// <returns>100 for none, 90 below 10, 70 below 50, 50 below 100, else 0.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="errors"/> is negative.</exception>
    public static int ScoreOf(long errors)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(errors);
        return errors switch
        {
            0 => 100,
            < FewBelow => 90,
            < SomeBelow => 70,
            < ManyBelow => 50,
            _ => 0,
        };
    }

    /// <summary>A score in one word. Pure.</summary>
    /// <param name="score">The score.</param>
    /// <returns>The word.</returns>
    public static ComponentStatus StatusOf(int score) => score switch
    {
        >= HealthyFrom => ComponentStatus.Healthy,
        >= DegradedFrom => ComponentStatus.Degraded,
        >= UnhealthyFrom => ComponentStatus.Unhealthy,
        _ => ComponentStatus.Critical,
    };

    /// <summary>Judges what was counted of a component. Pure.</summary>
    /// <param name="count">What was counted.</param>
    /// <returns>The judgement.</returns>
    public static ComponentHealth Of(ComponentCount count)
    {
        ArgumentNullException.ThrowIfNull(count);
        var score = ScoreOf(count.WindowCount);
        return new ComponentHealth
        {
            Component = count.Component,
            Score = score,
            Status = StatusOf(score),
            TotalErrors = count.TotalCount,
            WindowErrors = count.WindowCount,
            RecentErrors1h = count.LastHourCount,
        };
    }
}
