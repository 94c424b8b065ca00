namespace ErrorManagement.CircuitBreakers;

/// <summary>
/// Lets a growing share of the calls through after a recovery. The share is kept exactly, without chance: what a call lacks to a whole one is carried to the next
/// (error diffusion, as in Bresenham's line). Guarded by the breaker's lock.
/// </summary>
internal sealed class RecoveryRamp(long begin, long end, double start)
{
    private double _credit = 1; // so that the first call gets in

    public bool IsOver(long now) => now >= end;

    /// <summary>How much of it is left.</summary>
    public TimeSpan LeftAt(long now) => TimeSpan.FromTicks(Math.Max(0, end - now));

    /// <summary>The share at an instant, from the start's to 1, evenly.</summary>
    public double ShareAt(long now) => now >= end ? 1 : start + ((1 - start) * Math.Max(0, now - begin) / (end - begin));

    /// <summary>Whether the next call is let through.</summary>
    public bool TryAdmit(long now)
    {
        if (_credit >= 1)
        {
            _credit += ShareAt(now) - 1;
            return true;
        }

        _credit += ShareAt(now);
        return false;
    }
}
