using System.Net;
using ErrorManagement.Policies;

namespace ErrorManagement.Http;

/// <summary>
/// An answer whose status counts as a failure, in the shape in which policies see failures. It stays inside the handler: the caller gets the answer itself.
/// It does not hold the answer, so that whoever keeps the exception keeps no connection.
/// </summary>
internal sealed class UnsuccessfulResponseException(HttpStatusCode status)
    : HttpRequestException(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"The answer has the status {(int)status}."), inner: null, status), IReplaceableFailure
{
    private HttpExchange? _holder;

    /// <summary>Whoever holds the answer; null once nobody does.</summary>
    public HttpExchange? Holder
    {
        set => Volatile.Write(ref _holder, value);
    }

    /// <inheritdoc/>
    public void Abandon() => Interlocked.Exchange(ref _holder, null)?.Discard(this);
}
