using ErrorManagement.Analytics.Registry;
using ErrorManagement.Analytics.Series;

namespace ErrorManagement.Analytics;

/// <content>What is asked of the records.</content>
public sealed partial class ErrorRegistry
{
    /// <inheritdoc />
    public IReadOnlyList<ErrorRecord> GetErrors(ErrorQuery? query = null)
    {
        query ??= new ErrorQuery();
        if (query.Limit == 0)
        {
            return [];
        }

        var filter = new ErrorQueryFilter(query, _recorder.KeptName);
        var state = _recorder.DrainAndLock();
        try
        {
            return Snapshots(state, ErrorRanking.First(state.Store.All.Where(filter.Matches), query.Order, query.Ascending, query.Limit ?? int.MaxValue), query);
        }
        finally
        {
            state.Gate.Exit();
        }
    }

    /// <inheritdoc />
    public IReadOnlyList<ErrorRecord> Query(string query)
    {
        ArgumentNullException.ThrowIfNull(query);
        return GetErrors(ErrorQuery.ParseAt(query, _clock.Read().UtcTime));
    }

    /// <inheritdoc />
    public ErrorCount CountErrors(ErrorQuery? query = null)
    {
        var filter = new ErrorQueryFilter(query, _recorder.KeptName);
        var state = _recorder.DrainAndLock();
        try
        {
            var (occurrences, records) = (0L, 0);
            foreach (var record in state.Store.All.Where(filter.Matches))
            {
                occurrences += record.Count;
                records++;
            }

            return new ErrorCount(occurrences, records);
        }
        finally
        {
            state.Gate.Exit();
        }
    }

    /// <inheritdoc />
    public long GetErrorCount(DateTimeOffset? since = null, string? component = null)
    {
        var name = component is null ? null : _recorder.KeptName(component);
        var state = _recorder.DrainAndLock();
        try
        {
            // Two bounds that are never too low: how often those happened that were seen since then, and all that happened since the minute began.
            var byRecords = EndedCount(state, name);
            var brought = 0L;
            foreach (var record in state.Store.All.Concat(state.Queue.Select(static waiting => waiting.Record)))
            {
                if (name is null || string.Equals(record.Component, name, StringComparison.Ordinal))
                {
                    // What follows from an error does not count as seeing it.
                    var count = record.ConsequenceCount + (since is null || record.LastUtc >= since.Value.UtcTicks ? record.Count : 0);
                    byRecords += count;

                    // What is older than the registry came from elsewhere, and no minute knows of it.
                    brought += record.FirstUtc < state.Start.Utc ? count : 0;
                }
            }

            return since is null ? byRecords : Math.Min(byRecords, brought + Math.Min(byRecords, CountByMinutes(state, since.Value, name)));
        }
        finally
        {
            state.Gate.Exit();
        }
    }

    /// <inheritdoc />
    public IReadOnlyList<ErrorRecord> Search(string text, ErrorSearchField field = ErrorSearchField.Message, bool matchCase = false)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!Enum.IsDefined(field))
        {
            throw new ArgumentOutOfRangeException(nameof(field), field, $"A search looks in {string.Join(", ", Enum.GetNames<ErrorSearchField>())}; {(int)field} is none of them.");
        }

        var search = new ErrorTextSearch(matchCase ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase);
        var state = _recorder.DrainAndLock();
        try
        {
            var found = text.Length == 0 ? state.Store.All : state.Store.All.Where(record => search.IsIn(record, text, field));
            return [.. ErrorRanking.First(found, ErrorOrder.LastSeen, ascending: false, int.MaxValue).Select(record => record.Snapshot(state.OwnRelease))];
        }
        finally
        {
            state.Gate.Exit();
        }
    }

    /// <summary>What the records say. While threads record, some have counted on since they were ranked: what is shown is in order, too.</summary>
    private static List<ErrorRecord> Snapshots(RegistryState state, IReadOnlyList<TrackedError> ranked, ErrorQuery query)
    {
        var records = ranked.Select(record => record.Snapshot(state.OwnRelease));
        return query.Order switch
        {
            ErrorOrder.Count => [.. query.Ascending ? records.OrderBy(static record => record.Count) : records.OrderByDescending(static record => record.Count)],
            ErrorOrder.Severity => [.. query.Ascending ? records.OrderBy(static record => record.Severity) : records.OrderByDescending(static record => record.Severity)],
            _ => [.. records],
        };
    }

    /// <summary>Occurrences and consequences that have no record any more, or never had one.</summary>
    private static long EndedCount(RegistryState state, string? component) =>
        component is null
            ? Severities.Sum(state.EndedOf)
            : state.EndedByComponent.All.Where(entry => string.Equals(entry.Key, component, StringComparison.Ordinal)).Sum(entry => entry.Value);

    /// <summary>What happened since the beginning of a minute; the highest number where that is not known.</summary>
    private long CountByMinutes(RegistryState state, DateTimeOffset since, string? component)
    {
        state.Series.Unflushed.Flush();
        var now = _clock.Read();

        // Minutes go by the steady clock; before its first one, nothing happened.
        var first = Math.Max(0, (since.UtcTicks - (now.Utc - now.Steady) - now.Epoch) / TimeSpan.TicksPerMinute);
        var count = now.Minute - first + 1;
        if (count <= 0)
        {
            return 0;
        }

        if (count > SeriesSpans.Minutes)
        {
            return long.MaxValue;
        }

        return component is null
            ? state.Series.SumMinutes(now.Minute, (int)count)
            : state.Series.Components.Find(component)?.SumMinutes(now.Minute, (int)count) ?? long.MaxValue;
    }
}
