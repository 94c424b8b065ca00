namespace ErrorManagement.Analytics.Runs;

/// <summary>Reads runs from bytes of JSON in one of two forms: an array of runs, or a run a line. What begins with a bracket, after blanks, is an array.</summary>
internal static class RunInput
{
    public static async IAsyncEnumerable<WorkRun?> ReadAsync(Stream stream, RunReading reading, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var feed = new ByteFeed(stream, reading.Settings.Options.MaxLineBytes);
        var isArray = await feed.PeekAsync(cancellationToken).ConfigureAwait(false) == (byte)'[';
        await foreach (var run in (isArray ? RunArray.ReadAsync(feed, reading, cancellationToken) : RunLines.ReadAsync(feed, reading, cancellationToken)).ConfigureAwait(false))
        {
            yield return run;
        }
    }
}
