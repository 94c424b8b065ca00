namespace ErrorManagement.Analytics;

/// <content>What was unusual.</content>
public sealed partial class ErrorRegistry
{
    /// <inheritdoc />
    public IReadOnlyList<DetectedAnomaly> GetAnomalies(TimeSpan? window = null)
    {
        var length = window ?? LongestWindow;
        if (length <= TimeSpan.Zero || length > LongestWindow)
        {
            throw new ArgumentOutOfRangeException(nameof(window), window, $"The window must be more than zero and at most {LongestWindow}; it is {length}.");
        }

        var state = _recorder.DrainAndLock();
        try
        {
            state.Series.Unflushed.Flush();
            var now = _clock.Read();
            var moment = MomentOf(state, in now);
            state.Anomalies.Advance(state, in moment, now.Utc, state.Start.Steady + (now.Utc - now.Steady));
            return state.Anomalies.Since(new DateTimeOffset(Math.Max(0, now.Utc - length.Ticks), TimeSpan.Zero));
        }
        finally
        {
            state.Gate.Exit();
        }
    }
}
