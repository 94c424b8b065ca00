using ErrorManagement.Analytics.Registry;

namespace ErrorManagement.Analytics;

/// <content>The releases of the program.</content>
public sealed partial class ErrorRegistry
{
    /// <inheritdoc />
    public IReadOnlyList<ReleaseSummary> GetReleases()
    {
        var state = _recorder.DrainAndLock();
        try
        {
            var book = new ReleaseBook();
            book.AddAll(state.LostReleases);

            // What came since the queue was emptied waits there.
            foreach (var record in state.Store.All.Concat(state.Queue.Select(static waiting => waiting.Record)))
            {
                record.AddTo(book);
            }

            return book.Summaries(state.OwnRelease, state.OwnImported, state.Start, _clock.Read());
        }
        finally
        {
            state.Gate.Exit();
        }
    }
}
