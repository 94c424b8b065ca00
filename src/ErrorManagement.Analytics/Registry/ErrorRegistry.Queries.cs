using ErrorManagement.Analytics.Registry;

namespace ErrorManagement.Analytics;

/// <content>What is asked of the records.</content>
public sealed partial class ErrorRegistry
{
    /// <inheritdoc />
    public IReadOnlyList<ErrorRecord> GetErrors(ErrorQuery? query = null)
    {
        if (query?.Limit == 0)
        {
            return [];
        }

        var state = _recorder.DrainAndLock();
        try
        {
            return NewestFirst(state)
                .Where(record => ErrorQueryFilter.Matches(query, record))
                .Take(query?.Limit ?? int.MaxValue)
                .Select(record => record.Snapshot())
                .ToList();
        }
        finally
        {
            state.Gate.Exit();
        }
    }

    /// <inheritdoc />
    public IReadOnlyList<ErrorRecord> Search(string text, ErrorSearchField field = ErrorSearchField.Message)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!Enum.IsDefined(field))
        {
            throw new ArgumentOutOfRangeException(nameof(field), field, $"A search looks in {string.Join(", ", Enum.GetNames<ErrorSearchField>())}; {(int)field} is none of them.");
        }

        var state = _recorder.DrainAndLock();
        try
        {
            return NewestFirst(state)
                .Select(record => record.Snapshot())
                .Where(record => ErrorQueryFilter.Contains(record, text, field))
                .ToList();
        }
        finally
        {
            state.Gate.Exit();
        }
    }

    private static IEnumerable<TrackedError> NewestFirst(RegistryState state) =>
        state.Store.All
            .Select(record => (Record: record, LastSeen: record.LastSeenSteady))
            .OrderByDescending(entry => entry.LastSeen)
            .ThenByDescending(entry => entry.Record.Handle)
            .Select(entry => entry.Record);
}
