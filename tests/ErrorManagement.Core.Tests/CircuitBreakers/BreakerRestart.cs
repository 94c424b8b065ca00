using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

/// <summary>A restart of the process, as a breaker sees it.</summary>
internal static class BreakerRestart
{
    /// <summary>Another process with another clock, whose wall clock reads what the first one's read, and some more; the same settings, but for those that are changed.</summary>
    public static BreakerHarness Of(BreakerHarness before, TimeSpan away = default, Action<CircuitBreakerOptions>? configure = null)
    {
        var after = new BreakerHarness(before.Configure + configure);
        after.Clock.Advance(TimeSpan.FromSeconds(1.3));
        after.Clock.SetUtcNow(before.Clock.GetUtcNow() + away);
        after.Breaker.Restore(before.Breaker.TakeSnapshot());
        return after;
    }

    public static BreakerHarness Windowed(CircuitCounting counting, Action<CircuitBreakerOptions>? configure = null) => new(o =>
    {
        o.Counting = counting;
        o.SamplingCalls = 10;
        configure?.Invoke(o);
    });
}
