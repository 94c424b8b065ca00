using System.Runtime.CompilerServices;

namespace ErrorManagement.Analytics.Runs;

/// <summary>Reads a host's own table page by page. What would never end is an error that says why.</summary>
internal static class RunPages
{
    private const int MostEmptyPages = 1_000;

    public static async IAsyncEnumerable<WorkRun?> ByCursorAsync(Func<RunPageRequest, CancellationToken, ValueTask<RunPage>> ask, RunReading reading, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = First(reading);
        var loop = new CursorLoop();
        var empty = 0;
        for (var pages = 1; ; pages++)
        {
            CheckPages(pages, reading);
            cancellationToken.ThrowIfCancellationRequested();
            var page = await ask(request, cancellationToken).ConfigureAwait(false);
            var runs = page?.Runs ?? throw new InvalidOperationException($"Page {pages} of the runs is null.");
            foreach (var run in runs)
            {
                yield return run;
            }

            if (page.NextCursor is not { } next)
            {
                yield break;
            }

            // A table that is filtered may have pages without any; many in a row go nowhere.
            empty = runs.Count == 0 ? empty + 1 : 0;
            if (empty == MostEmptyPages)
            {
                throw new InvalidOperationException($"{MostEmptyPages} pages in a row held no runs, and each named a next one (the last is page {pages}).");
            }

            if (next == request.Cursor || loop.Meets(next))
            {
                throw new InvalidOperationException($"Page {pages} of the runs names a next cursor that came before: it would never end. The last page must have no next cursor.");
            }

            request = request with { Cursor = next, Offset = request.Offset + runs.Count };
        }
    }

    public static async IAsyncEnumerable<WorkRun?> ByOffsetAsync(Func<RunPageRequest, CancellationToken, ValueTask<IReadOnlyList<WorkRun>>> ask, RunReading reading, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = First(reading);
        (string? First, string? Last, int Count) before = default;
        for (var pages = 1; ; pages++)
        {
            CheckPages(pages, reading);
            cancellationToken.ThrowIfCancellationRequested();
            var runs = await ask(request, cancellationToken).ConfigureAwait(false) ?? throw new InvalidOperationException($"Page {pages} of the runs is null.");
            if (runs.Count > request.PageSize)
            {
                throw new InvalidOperationException($"Page {pages} has {runs.Count} runs; at most {request.PageSize} were asked for: it has to heed the page size.");
            }

            var here = runs.Count == 0 ? default : (runs[0]?.Id, runs[^1]?.Id, runs.Count);
            if (here.Item1 is not null && here == before)
            {
                throw new InvalidOperationException($"Page {pages} of the runs is the same as the one before it: it has to begin at the offset ({request.Offset}).");
            }

            before = here;
            foreach (var run in runs)
            {
                yield return run;
            }

            if (runs.Count < request.PageSize)
            {
                yield break;
            }

            request = request with { Offset = request.Offset + runs.Count };
        }
    }

    private static RunPageRequest First(RunReading reading) => new() { Since = reading.Since, PageSize = reading.Settings.Options.PageSize };

    private static void CheckPages(int pages, RunReading reading)
    {
        if (pages > reading.Settings.Options.MaxPages)
        {
            throw new InvalidOperationException($"The runs have more than {reading.Settings.Options.MaxPages} pages, the most that {nameof(RunAnalyticsOptions)}.{nameof(RunAnalyticsOptions.MaxPages)} allows.");
        }
    }
}
