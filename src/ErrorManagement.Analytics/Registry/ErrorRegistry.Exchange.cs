using ErrorManagement.Analytics.Exchange;
using ErrorManagement.Analytics.Registry;

namespace ErrorManagement.Analytics;

/// <content>What goes out and comes in.</content>
public sealed partial class ErrorRegistry
{
    /// <inheritdoc />
    public Task ExportAsync(Stream destination, ErrorExportFormat format, ErrorQuery? query = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        if (!Enum.IsDefined(format))
        {
            throw new ArgumentOutOfRangeException(nameof(format), format, $"An export is written as {string.Join(", ", Enum.GetNames<ErrorExportFormat>())}; {(int)format} is none of them.");
        }

        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled(cancellationToken);
        }

        var (state, records) = Choose(query);
        var head = new ExportHead(_options.ApplicationName, _clock.Read().UtcTime, records.Count);
        return ExportRun.WriteAsync(destination, new RecordSnapshots(state, records), format, head, cancellationToken);
    }

    /// <inheritdoc />
    public Task<ErrorImportResult> ImportAsync(Stream source, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        return ReadAsync(source, cancellationToken);
    }

    private (RegistryState State, IReadOnlyList<TrackedError> Records) Choose(ErrorQuery? query)
    {
        query ??= new ErrorQuery();
        var filter = new ErrorQueryFilter(query, _recorder.KeptName);
        var state = _recorder.DrainAndLock();
        try
        {
            return (state, ErrorRanking.First(state.Store.All.Where(filter.Matches), query.Order, query.Ascending, query.Limit ?? int.MaxValue));
        }
        finally
        {
            state.Gate.Exit();
        }
    }

    private async Task<ErrorImportResult> ReadAsync(Stream source, CancellationToken cancellationToken)
    {
        var counts = new int[Enum.GetValues<ImportOutcome>().Length];
        var records = new JsonRecordStream(source);

        // Read once: between two readings the wall clock moves against the steady one, and records would change places.
        var began = _clock.Read();
        while (await records.ReadAsync(cancellationToken).ConfigureAwait(false) is { } record)
        {
            cancellationToken.ThrowIfCancellationRequested();
            counts[(int)_recorder.Import(record, began)]++;
        }

        return new ErrorImportResult(counts[(int)ImportOutcome.Added], counts[(int)ImportOutcome.Merged], counts[(int)ImportOutcome.Skipped]);
    }
}
