namespace ErrorManagement.Http;

/// <summary>
/// Sends the requests of an HttpClient through the standard time-outs, retry and breaker of their authority, or through a policy of the host's own:
/// <c>new HttpClient(new ResilienceHandler { InnerHandler = new SocketsHttpHandler() })</c>.
/// </summary>
/// <remarks>
/// Inside the policy an answer with a failure status (408, 429 and 5xx by default) is an <see cref="HttpRequestException"/> with that status and the
/// Retry-After on its verdict, so breaker and retry see it. The caller gets what a plain HttpClient gives: the real answer of the last try, or the
/// connection's own exception, unchanged. Only a policy that refuses or gives up adds an exception of its own, such as an open circuit's.
/// A request goes out again only when its method is idempotent and its content is held in memory. Answers of discarded tries are disposed.
/// A body that is serialised, such as JsonContent, is made bytes before the first try if it may go out twice; what its serialisation throws is no failure for the policy.
/// The body of an answer is read after the handler is done: a connection that breaks inside a body is not retried. HttpClient.Timeout covers all tries and the waits
/// between them, and counts as the caller giving up: give the policy a time-out of its own for each try.
/// Safe on any thread, as far as the policy is.
/// </remarks>
public sealed class ResilienceHandler : DelegatingHandler
{
    private readonly Func<HttpRequestMessage, (IExecutionPolicy Policy, AnswerRules Rules)> _settingsFor;

    /// <summary>Makes a handler that sends requests in the standard way, with the defaults: <see cref="HttpResilience.Default"/>, whose breakers all such handlers of the process share.</summary>
    public ResilienceHandler()
        : this(HttpResilience.Default)
    {
    }

    /// <summary>Makes a handler that sends requests in the standard way.</summary>
    /// <param name="resilience">Settings and breakers, which outlive the handler: share one between the handlers that a client factory makes anew every few minutes.</param>
    public ResilienceHandler(HttpResilience resilience)
    {
        ArgumentNullException.ThrowIfNull(resilience);
        _settingsFor = resilience.SettingsFor;
    }

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
        var rules = new AnswerRules(options, timeProvider ?? TimeProvider.System);
        _settingsFor = request => (PolicyFor(policyFor, request), rules);
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
        var (policy, rules) = _settingsFor(request);
        var exchange = new HttpExchange(this, request, rules, cancellationToken);
        await exchange.PrepareAsync().ConfigureAwait(false);
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
        var (policy, rules) = _settingsFor(request);
        var exchange = new HttpExchange(this, request, rules, cancellationToken);
        exchange.Prepare();
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

    private static IExecutionPolicy PolicyFor(Func<HttpRequestMessage, IExecutionPolicy> policyFor, HttpRequestMessage request) =>
        policyFor(request) ?? throw new InvalidOperationException($"The function that picks the policy of a request returned null for a {request.Method} request.");
}
