using ErrorManagement.Analytics.Registry;

namespace ErrorManagement.Analytics;

/// <content>The registry in figures.</content>
public sealed partial class ErrorRegistry
{
    private const int TopNames = 5;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly ErrorSeverity[] Severities = Enum.GetValues<ErrorSeverity>();

    /// <inheritdoc />
    public RegistryStatistics GetStatistics()
    {
        var patterns = CountActivePatterns();
        var state = _recorder.DrainAndLock();
        try
        {
            return Statistics(state, patterns);
        }
        finally
        {
            state.Gate.Exit();
        }
    }

    /// <inheritdoc />
    public LossLedger GetLedger()
    {
        var state = _recorder.Lock();
        try
        {
            var account = new LossAccount(state);
            foreach (var record in state.Store.All)
            {
                account.Add(record);
            }

            foreach (var waiting in state.Queue)
            {
                account.Add(waiting.Record);
            }

            return WithLoss(account.Close());
        }
        finally
        {
            state.Gate.Exit();
        }
    }

    private RegistryStatistics Statistics(RegistryState state, int patterns)
    {
        state.Series.Unflushed.Flush();
        var now = _clock.Read();
        var uptime = TimeSpan.FromTicks(Math.Max(0, now.Steady - state.Start.Steady));

        // In its first hour all of it counts: the clock's minutes may begin before the registry's.
        var lastHour = state.Series.SumMinutes(now.Minute, (int)Hour.TotalMinutes + (uptime < Hour ? 1 : 0));
        var account = new LossAccount(state);
        var types = new Dictionary<string, long>(state.EndedByType.All, StringComparer.Ordinal);
        var components = new Dictionary<string, long>(state.EndedByComponent.All, StringComparer.Ordinal);

        // What came since the queue was emptied waits there, and may have lost details already.
        foreach (var record in state.Store.All.Concat(state.Queue.Select(static waiting => waiting.Record)))
        {
            var count = account.Add(record);
            Add(types, record.ErrorType, count);
            Add(components, record.Component, count);
        }

        var ledger = WithLoss(account.Close());
        return new RegistryStatistics
        {
            At = now.UtcTime,
            TotalCount = account.Total,
            UniqueErrors = state.Store.Count,
            EvictedRecords = state.Store.Evicted,
            EvictedCount = state.EvictedCount,
            EstimatedBytes = state.Store.Bytes.Held + state.Places.Bytes,
            Uptime = uptime,
            ErrorRatePerMinute = lastHour / Math.Clamp(uptime.TotalMinutes, 1, Hour.TotalMinutes),
            CurrentRatePerMinute = state.Series.Recent.Sum(now.Second, 60),
            RecentErrors1h = lastHour,
            TopErrorTypes = Top(types),
            TopComponents = Top(components),
            SeverityBreakdown = Severities.Where(severity => account.CountOf(severity) != 0).ToDictionary(severity => severity, account.CountOf),
            StatusBreakdown = state.Store.All.CountBy(static record => record.Status).ToDictionary(),
            PatternsDetected = patterns,
            CallerCancellations = state.Cancellations,
            Ledger = ledger,
        };
    }

    private LossLedger WithLoss(LossLedger ledger) =>
        _troubles.LastLoss is { } at ? ledger with { LastLossAge = TimeSpan.FromTicks(Math.Max(0, _clock.Read().Steady - at)) } : ledger;

    /// <summary>Those that run are told whatever the window is: the shortest has the fewest others.</summary>
    private int CountActivePatterns() => _detector?.GetPatterns(_clock.Read().SteadyTime, TimeSpan.FromTicks(1)).Count(pattern => pattern.IsActive) ?? 0;

    private static List<NamedCount> Top(Dictionary<string, long> counts) =>
        counts.OrderByDescending(entry => entry.Value)
            .ThenBy(entry => entry.Key, StringComparer.Ordinal)
            .Take(TopNames)
            .Select(entry => new NamedCount(entry.Key, entry.Value))
            .ToList();

    private static void Add(Dictionary<string, long> counts, string name, long count)
    {
        if (count != 0)
        {
            counts[name] = counts.GetValueOrDefault(name) + count;
        }
    }
}
