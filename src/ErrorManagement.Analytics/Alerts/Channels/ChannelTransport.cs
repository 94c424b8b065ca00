using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.Families.Observability;
using ErrorManagement.Pipelines;
using ErrorManagement.Timeouts;

namespace ErrorManagement.Analytics.Alerts;

/// <summary>
/// Sends messages to one address: through a time-out for all tries, a retry, a circuit breaker and a time-out a try, over connections that only checked addresses get.
/// No redirects, no proxy, no cookies, no credentials of the process, no decompression, no trace that would hold the address.
/// </summary>
/// <remarks>Safe on any thread. It ends when its owner has retired it and the last message is through.</remarks>
internal sealed class ChannelTransport : IDisposable
{
    private const int MostConnections = 4;
    private const int LongestHeadInKilobytes = 16;
    private const int MostDrained = 16 * 1024;

    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2); // then the name is looked up again
    private static readonly TimeSpan IdleTime = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Early = TimeSpan.FromMilliseconds(20); // as a timer may be
    private static readonly ProductInfoHeaderValue Agent = new("ErrorManagement", "1");

    private readonly Uri _url;
    private readonly string _name;
    private readonly string _host;
    private readonly string _total;
    private readonly HttpChannelOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly ChannelAnswers _answers;
    private readonly HttpClient _client;
    private readonly ExecutionPipeline _policy;
    private int _users = 1; // the owner
    private long _heldUntil = long.MinValue;
    private volatile string? _lastFailure;

    /// <summary>Makes one.</summary>
    /// <param name="name">The name of the channel.</param>
    /// <param name="options">Valid settings, with an address; not changed any more.</param>
    /// <param name="readsReason">Whether a failed answer says in a word why.</param>
    /// <param name="timeProvider">Its clock and timers.</param>
    /// <param name="resolve">Gives the addresses of a name; null for the system's.</param>
    public ChannelTransport(string name, HttpChannelOptions options, bool readsReason, TimeProvider timeProvider, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
    {
        _name = name;
        _options = options;
        _timeProvider = timeProvider;
        _url = new Uri(options.Url!, UriKind.Absolute);
        _host = HostOf(_url);
        _total = $"{name}-total";
        _answers = new ChannelAnswers(_host, options.MaxRetryAfter, readsReason);
        var connector = new CheckedConnector(new AddressRules(options), resolve ?? Dns.GetHostAddressesAsync);
        _client = new HttpClient(HandlerOf(options, connector)) { Timeout = Timeout.InfiniteTimeSpan };
        _policy = PolicyOf(name, options, _total, timeProvider);
    }

    /// <summary>Sends a message.</summary>
    /// <exception cref="AlertChannelException">It was not taken.</exception>
    public async ValueTask SendAsync(ChannelExchange exchange, CancellationToken cancellationToken)
    {
        try
        {
            await _policy.ExecuteAsync(static (call, token) => call.Transport.TryAsync(call.Exchange, token), (Transport: this, Exchange: exchange), cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e)
        {
            throw new AlertChannelException(_name, ReasonOf(e, exchange), e);
        }
    }

    /// <summary>Keeps it alive for a message; false when it has ended.</summary>
    public bool TryEnter()
    {
        var users = Volatile.Read(ref _users);
        while (users > 0)
        {
            var seen = Interlocked.CompareExchange(ref _users, users + 1, users);
            if (seen == users)
            {
                return true;
            }

            users = seen;
        }

        return false;
    }

    /// <summary>A message is through.</summary>
    public void Leave()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            _client.Dispose();
        }
    }

    /// <summary>The owner wants it no more: it ends when the messages under way are through. To be called once.</summary>
    public void Dispose() => Leave();

    /// <summary>The name of the host, and the port where it is not the usual one: all of an address that may be shown.</summary>
    private static string HostOf(Uri url) => url.IsDefaultPort ? url.IdnHost : string.Create(CultureInfo.InvariantCulture, $"{url.IdnHost}:{url.Port}");

    private static SocketsHttpHandler HandlerOf(HttpChannelOptions options, CheckedConnector connector) => new()
    {
        AllowAutoRedirect = false,
        UseProxy = false, // a proxy would look names up itself, past the check
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null, // nor a span, which would hold the address
        ConnectTimeout = options.Timeout, // a try that was given up leaves no attempt behind
        MaxConnectionsPerServer = MostConnections,
        MaxResponseHeadersLength = LongestHeadInKilobytes,
        MaxResponseDrainSize = MostDrained,
        PooledConnectionLifetime = ConnectionLifetime,
        PooledConnectionIdleTimeout = IdleTime,
        ConnectCallback = connector.ConnectAsync,
    };

    // No sink: a failure to tell of errors must not become an error to tell of.
    private static ExecutionPipeline PolicyOf(string name, HttpChannelOptions options, string total, TimeProvider timeProvider)
    {
        var breaker = new CircuitBreaker(
            $"alert-channel-{name}",
            new CircuitBreakerOptions
            {
                FailureThreshold = options.FailureThreshold,
                BreakDuration = options.BreakDuration,
                SuccessThreshold = 1,
                HalfOpenMaxCalls = 1,
                JudgeException = static (exception, _) => exception is ChannelTryException failure ? failure.Verdict : null,
            },
            timeProvider);
        return new PipelineBuilder(timeProvider: timeProvider)
            .Timeout(o =>
            {
                o.Name = total;
                o.Timeout = options.TotalTimeout;
            })
            .Retry(o =>
            {
                o.Name = name;
                o.MaxRetries = options.MaxRetries;
                o.InitialDelay = options.RetryDelay;
                o.MaxDelay = LongestDelay;
                o.Jitter = true;
                o.ShouldRetry = static (_, exception) => exception is ChannelTryException { IsRetryable: true } or CallTimeoutException;
            })
            .CircuitBreaker(breaker)
            .Timeout(o =>
            {
                o.Name = name;
                o.Timeout = options.Timeout;
            })
            .Build();
    }

    private async ValueTask<bool> TryAsync(ChannelExchange exchange, CancellationToken cancellationToken)
    {
        try
        {
            if (HoldLeft() is { } left)
            {
                throw _answers.Held(left);
            }

            using var request = exchange.NextRequest(_url, _timeProvider.GetUtcNow());
            request.Headers.UserAgent.Add(Agent);
            using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            var retryAfter = ChannelAnswers.RetryAfterOf(answer, _timeProvider.GetUtcNow());
            if (await _answers.JudgeAsync(answer, retryAfter, cancellationToken).ConfigureAwait(false) is { } failure)
            {
                Hold(failure.IsRetryable ? retryAfter : null);
                throw failure;
            }

            return true;
        }
        catch (ChannelTryException e)
        {
            Note(exchange, e.Message);
            throw;
        }
        catch (HttpRequestException e)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                Note(exchange, $"{_host} gave no answer in time");
                throw new OperationCanceledException(e.Message, e, cancellationToken);
            }

            var failure = _answers.Judge(e);
            Note(exchange, failure.Message);
            throw failure;
        }
        catch (OperationCanceledException)
        {
            Note(exchange, $"{_host} gave no answer in time");
            throw;
        }
    }

    private void Note(ChannelExchange exchange, string failure)
    {
        exchange.Failed(failure);
        _lastFailure = failure;
    }

    private TimeSpan? HoldLeft()
    {
        var until = Interlocked.Read(ref _heldUntil);
        var now = _timeProvider.GetTimestamp();
        return until > now && _timeProvider.GetElapsedTime(now, until) is var left && left > Early ? left : null;
    }

    private void Hold(TimeSpan? retryAfter)
    {
        if (retryAfter is { } wait)
        {
            var length = wait < _options.MaxRetryAfter ? wait : _options.MaxRetryAfter;
            Interlocked.Exchange(ref _heldUntil, _timeProvider.GetTimestamp() + (long)(length.TotalSeconds * _timeProvider.TimestampFrequency));
        }
    }

    private string ReasonOf(Exception thrown, ChannelExchange exchange)
    {
        var last = exchange.LastFailure ?? _lastFailure;
        var tries = exchange.Tries == 1 ? "1 try" : string.Create(CultureInfo.InvariantCulture, $"{exchange.Tries} tries");
        return thrown switch
        {
            CircuitOpenException { RetryAfter: { } wait } when exchange.Tries == 0 => string.Create(CultureInfo.InvariantCulture, $"{_host} failed too often in a row and is left alone for {Math.Ceiling(wait.TotalSeconds)} s more; the last failure: {last}"),
            CircuitOpenException when exchange.Tries == 0 => $"{_host} failed too often in a row and is being tried by another message; the last failure: {last}",
            CircuitOpenException => $"{last} ({tries}; it is left alone now)",
            CallTimeoutException { PolicyName: var policy } when policy == _total => string.Create(CultureInfo.InvariantCulture, $"{last ?? $"{_host} gave no answer"} ({tries} within {_options.TotalTimeout.TotalSeconds:0.###} s, which is all the time there is)"),
            CallTimeoutException => string.Create(CultureInfo.InvariantCulture, $"{_host} gave no answer within {_options.Timeout.TotalSeconds:0.###} s ({tries})"),
            ChannelTryException => $"{thrown.Message} ({tries})",
            _ => $"{_host} could not be sent to ({thrown.GetType().Name})",
        };
    }
}
