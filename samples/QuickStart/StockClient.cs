namespace QuickStart;

/// <summary>Asks the server over HTTP. It knows nothing of policies: it calls, and throws when the call fails.</summary>
internal sealed class StockClient(Uri address) : IDisposable
{
    // The patience of HttpClient itself; the pipeline's time-out comes first.
    private readonly HttpClient _client = new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(10) };
    private int _tries;

    /// <summary>How many tries were made in all.</summary>
    public int Tries => Volatile.Read(ref _tries);

    public async Task<Answer> AskAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _tries);
        using var response = await _client.GetAsync(new Uri("stock/42", UriKind.Relative), cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            var failure = new HttpRequestException($"The stock service answered {(int)response.StatusCode} ({response.ReasonPhrase}).", null, response.StatusCode);
            if (response.Headers.RetryAfter?.Delta is { } wait)
            {
                failure.Data["Retry-After"] = wait;
            }

            throw failure;
        }

        return new Answer(await response.Content.ReadAsStringAsync(cancellationToken), FromCache: false);
    }

    public void Dispose() => _client.Dispose();
}
