using System.Diagnostics;
using System.Diagnostics.Metrics;
using ErrorManagement.Diagnostics;

namespace ErrorManagement.Timeouts;

/// <summary>What time-outs publish. Touched only when one has fired.</summary>
internal sealed class TimeoutInstruments
{
    private readonly Counter<long> _expired;

    private TimeoutInstruments(Meter meter) =>
        _expired = meter.CreateCounter<long>("error_management.timeout.expired", "{call}", "Calls that ended because a time-out policy cancelled them.");

    private static TimeoutInstruments Shared { get; } = new(LibraryMeter.Shared);

    /// <summary>Those of a factory's meter; without a factory those of the process.</summary>
    public static TimeoutInstruments Of(IMeterFactory? factory) => factory is null ? Shared : new TimeoutInstruments(LibraryMeter.Of(factory));

    public void CountExpired(string policy)
    {
        if (_expired.Enabled)
        {
            _expired.TryIncrement(new TagList { { "timeout.policy.name", policy } });
        }
    }
}
