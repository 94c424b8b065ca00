using System.Diagnostics;
using System.Diagnostics.Metrics;
using ErrorManagement.Diagnostics;

namespace ErrorManagement.Timeouts;

/// <summary>What time-outs publish. Touched only when one has fired.</summary>
internal sealed class TimeoutInstruments
{
    private readonly Counter<long> _expired;
    private readonly Counter<long> _abandoned;

    private TimeoutInstruments(Meter meter)
    {
        _expired = meter.CreateCounter<long>("error_management.timeout.expired", "{call}", "Calls that ended because a time-out policy cancelled them.");
        _abandoned = meter.CreateCounter<long>("error_management.timeout.abandoned", "{call}", "Operations that a time-out policy no longer waits for, and that go on.");
    }

    private static TimeoutInstruments Shared { get; } = new(LibraryMeter.Shared);

    /// <summary>Those of a factory's meter; without a factory those of the process.</summary>
    public static TimeoutInstruments Of(IMeterFactory? factory) => factory is null ? Shared : new TimeoutInstruments(LibraryMeter.Of(factory));

    public void CountExpired(string policy) => Count(_expired, policy);

    public void CountAbandoned(string policy) => Count(_abandoned, policy);

    private static void Count(Counter<long> counter, string policy)
    {
        if (counter.Enabled)
        {
            counter.TryIncrement(new TagList { { "timeout.policy.name", policy } });
        }
    }
}
