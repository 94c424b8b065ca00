using System.Net.Sockets;
using ErrorManagement.Classification;

namespace QuickStart;

/// <summary>Asks the server over HTTP. It knows nothing of policies: it calls, and when the call fails, it throws.</summary>
/// <remarks>One call at a time.</remarks>
internal sealed class StockClient(Uri address) : IDisposable
{
    // The patience of HttpClient itself; the pipeline's time-out comes first.
    private readonly HttpClient _client = new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>How many tries were made in all.</summary>
    public int Tries { get; private set; }

    /// <summary>How many of them were answered.</summary>
    public int Answers { get; private set; }

    /// <summary>Why the last try that failed did so, in a few words.</summary>
    public string LastFailure { get; private set; } = "";

    public async Task<Answer> AskAsync(CancellationToken cancellationToken)
    {
        Tries++;
        try
        {
            using var response = await _client.GetAsync(new Uri("stock/42", UriKind.Relative), cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                throw Failure(response);
            }

            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            return new Answer(text, ++Answers);
        }
        catch (Exception e)
        {
            LastFailure = Describe(e);
            throw;
        }
    }

    public void Dispose() => _client.Dispose();

    private static HttpRequestException Failure(HttpResponseMessage response)
    {
        var failure = new HttpRequestException($"The stock service answered {(int)response.StatusCode} ({response.ReasonPhrase}).", null, response.StatusCode);
        // How long the server asks to wait: the retry obeys it.
        RetryAdvice.Attach(failure, response.Headers.RetryAfter?.Delta);
        return failure;
    }

    private static string Describe(Exception failure) => failure switch
    {
        OperationCanceledException => "no answer in time",
        HttpRequestException { StatusCode: { } status } => $"HTTP {(int)status}",
        HttpRequestException { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } } => "connection refused",
        _ => "connection lost",
    };
}
