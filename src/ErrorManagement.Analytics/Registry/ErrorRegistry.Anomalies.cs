using ErrorManagement.Analytics.Registry;

namespace ErrorManagement.Analytics;

/// <content>What was unusual.</content>
public sealed partial class ErrorRegistry
{
    /// <inheritdoc />
    public IReadOnlyList<DetectedAnomaly> GetAnomalies(TimeSpan? window = null)
    {
        var length = window ?? LongestWindow;
        return length > TimeSpan.Zero && length <= LongestWindow
            ? ReadAnomalies(now => now.Utc - length.Ticks)
            : throw new ArgumentOutOfRangeException(nameof(window), window, $"The window must be more than zero and at most {LongestWindow}; it is {length}.");
    }

    /// <summary>The findings that are still kept of buckets that began at or after an instant, however long ago, newest first.</summary>
    internal IReadOnlyList<DetectedAnomaly> AnomaliesSince(DateTimeOffset from) => ReadAnomalies(_ => from.UtcTicks);

    private IReadOnlyList<DetectedAnomaly> ReadAnomalies(Func<RegistryMoment, long> from)
    {
        var state = _recorder.DrainAndLock();
        try
        {
            state.Series.Unflushed.Flush();
            var now = _clock.Read();
            var moment = MomentOf(state, in now);
            state.Anomalies.Advance(state, in moment, now.Utc, state.Start.Steady + (now.Utc - now.Steady));
            return state.Anomalies.Since(new DateTimeOffset(Math.Max(0, from(now)), TimeSpan.Zero));
        }
        finally
        {
            state.Gate.Exit();
        }
    }
}
