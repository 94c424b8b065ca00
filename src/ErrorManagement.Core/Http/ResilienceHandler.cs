namespace ErrorManagement.Http;

/// <summary>Sends the requests of an HttpClient through a policy: <c>new HttpClient(new ResilienceHandler(policy) { InnerHandler = new SocketsHttpHandler() })</c>.</summary>
/// <remarks>
/// Inside the policy an answer with a failure status (408, 429 and 5xx by default) is an <see cref="HttpRequestException"/> with that status and the
/// Retry-After on its verdict, so breaker and retry see it. The caller gets what a plain HttpClient gives: the real answer of the last try, or the
/// connection's own exception, unchanged. Only a policy that refuses or gives up adds an exception of its own, such as an open circuit's.
/// A request goes out again only when its method is idempotent and its content is held in memory. Answers of discarded tries are disposed.
/// The body is read after the handler is done: a connection that breaks inside a body is not retried. HttpClient.Timeout covers all tries and the waits
/// between them, and counts as the caller giving up: give the policy a time-out of its own for each try.
/// Safe on any thread, as far as the policy is.
/// </remarks>
public sealed class ResilienceHandler : DelegatingHandler
{
    private readonly Func<HttpRequestMessage, IExecutionPolicy> _policyFor;
    private readonly AnswerRules _rules;

    /// <summary>Makes a handler with one policy for all requests.</summary>
    /// <param name="policy">The policy; not disposed with the handler.</param>
    /// <param name="options">How answers are judged, copied; null for the defaults.</param>
    /// <param name="timeProvider">Tells how far away the date of a Retry-After is; null for the system's.</param>
    /// <exception cref="ArgumentException">An option is out of its bounds; the message lists all that are.</exception>
    public ResilienceHandler(IExecutionPolicy policy, ResilienceHandlerOptions? options = null, TimeProvider? timeProvider = null)
        : this(PolicyForAll(policy), options, timeProvider)
    {
    }

    /// <summary>Makes a handler that picks a policy for each request, such as a breaker for each authority.</summary>
    /// <param name="policyFor">
    /// Gives the policy of a request, never null. Called for each request, from many threads: look a kept policy up, do not make one.
    /// What it throws goes to the caller.
    /// </param>
    /// <param name="options">How answers are judged, copied; null for the defaults.</param>
    /// <param name="timeProvider">Tells how far away the date of a Retry-After is; null for the system's.</param>
    /// <exception cref="ArgumentException">An option is out of its bounds; the message lists all that are.</exception>
    public ResilienceHandler(Func<HttpRequestMessage, IExecutionPolicy> policyFor, ResilienceHandlerOptions? options = null, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(policyFor);
        options ??= new ResilienceHandlerOptions();
        ResilienceHandlerOptionsValidator.ThrowIfInvalid(options);
        _policyFor = policyFor;
        _rules = new AnswerRules(options, timeProvider ?? TimeProvider.System);
    }

    /// <summary>
    /// Says for one request whether it may be sent again, whatever its method: <c>request.Options.Set(ResilienceHandler.AllowRetries, true)</c> for a POST with
    /// an idempotency key, false for a GET that changes something. Content that can be read only once still goes out once.
    /// </summary>
    public static HttpRequestOptionsKey<bool> AllowRetries { get; } = new("ErrorManagement.AllowRetries");

    internal Task<HttpResponseMessage> SendOnceAsync(HttpRequestMessage request, CancellationToken cancellationToken) => base.SendAsync(request, cancellationToken);

    internal HttpResponseMessage SendOnce(HttpRequestMessage request, CancellationToken cancellationToken) => base.Send(request, cancellationToken);

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var policy = PolicyFor(request);
        var exchange = new HttpExchange(this, request, _rules, cancellationToken);
        try
        {
            var answer = await policy.ExecuteAsync(static (exchange, token) => exchange.TryAsync(token), exchange, cancellationToken).ConfigureAwait(false);
            return exchange.End(answer);
        }
        catch (Exception e)
        {
            if (exchange.TryEnd(e, out var answer))
            {
                return answer;
            }

            throw;
        }
    }

    /// <inheritdoc/>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var policy = PolicyFor(request);
        var exchange = new HttpExchange(this, request, _rules, cancellationToken);
        try
        {
            return exchange.End(policy.Execute(static (exchange, token) => exchange.Try(token), exchange, cancellationToken));
        }
        catch (Exception e)
        {
            if (exchange.TryEnd(e, out var answer))
            {
                return answer;
            }

            throw;
        }
    }

    private static Func<HttpRequestMessage, IExecutionPolicy> PolicyForAll(IExecutionPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return _ => policy;
    }

    private IExecutionPolicy PolicyFor(HttpRequestMessage request) =>
        _policyFor(request) ?? throw new InvalidOperationException($"The function that picks the policy of a request returned null for a {request.Method} request.");
}
