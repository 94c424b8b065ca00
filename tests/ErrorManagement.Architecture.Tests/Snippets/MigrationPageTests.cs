using System.Net;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.Fallbacks;
using ErrorManagement.Http;
using ErrorManagement.Pipelines;
using ErrorManagement.Retries;
using ErrorManagement.TestKit;
using ErrorManagement.Timeouts;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;

namespace ErrorManagement.Architecture.Tests.Snippets;

/// <summary>The code of docs/migrating-from-polly.md.</summary>
public sealed class MigrationPageTests
{
    private readonly IPaymentGateway _gateway = Substitute.For<IPaymentGateway>();
    private readonly CancellationToken _token = CancellationToken.None;

    public MigrationPageTests() => _gateway.ChargeAsync(0, default).ReturnsForAnyArgs("receipt 1");

    [Fact]
    public async Task Delays()
    {
        var cancellationToken = _token;
        #region retry
        var retry = new RetryPolicy(new RetryOptions
        {
            MaxRetries = 3,
            Backoff = RetryBackoff.Exponential, // or Constant, Linear, DecorrelatedJitter
            InitialDelay = TimeSpan.FromMilliseconds(200),
            MaxDelay = TimeSpan.FromSeconds(10),
            Jitter = true,
        });

        var receipt = await retry.ExecuteAsync(token => _gateway.ChargeAsync(12, token), cancellationToken);
        #endregion

        receipt.Should().Be("receipt 1");
        retry.ToString().Should().StartWith("retry(3, ");
    }

    [Fact]
    public void Own_delays()
    {
        #region retry-delay
        var options = new RetryOptions
        {
            // null: the delay of Backoff; Timeout.InfiniteTimeSpan: no further try
            DelayGenerator = failed => failed.Exception is TimeoutException ? TimeSpan.FromMilliseconds(100 * (failed.Retries + 1)) : null,
            MaxDelay = TimeSpan.FromSeconds(10), // caps that one too
            MaxDuration = TimeSpan.FromSeconds(30),
        };
        #endregion
        var tries = 0;
        options.InitialDelay = TimeSpan.Zero;

        new RetryPolicy(options).TryExecute<int>(() => ++tries == 3 ? 3 : throw new IOException()).Value.Should().Be(3);
    }

    [Fact]
    public void What_is_retried()
    {
        var retries = new List<int>();
        #region retry-what
        var options = new RetryOptions
        {
            // the built-in rule is verdict.IsRetryable: transient failures and rate limits
            ShouldRetry = (verdict, exception) => verdict.IsRetryable || exception is InvalidDataException,
            OnRetry = retried => Console.WriteLine($"retry {retried.Retry} after {retried.Verdict.Category}, in {retried.Delay}"),
        };
        options.RetryResult<HttpResponseMessage>(response => response.StatusCode == HttpStatusCode.ServiceUnavailable);
        #endregion
        options.InitialDelay = TimeSpan.Zero;
        var policy = new RetryPolicy(options);
        var answers = new Queue<HttpStatusCode>([HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK]);
        var tries = 0;

        policy.Execute(() => new HttpResponseMessage(answers.Dequeue())).StatusCode.Should().Be(HttpStatusCode.OK);
        policy.Execute(() => ++tries == 2 ? 1 : throw new InvalidDataException()).Should().Be(1);
        policy.TryExecute<int>(() => throw new FormatException()).Exception.Should().BeOfType<FormatException>();
    }

    [Fact]
    public async Task Breaker()
    {
        var cancellationToken = _token;
        #region breaker
        var breaker = new CircuitBreaker("payments", new CircuitBreakerOptions
        {
            FailureThreshold = int.MaxValue, // no count: the rate alone decides
            FailureRateThreshold = 0.1,
            MinimumThroughput = 100,
            SamplingDuration = TimeSpan.FromSeconds(30),
            BreakDuration = TimeSpan.FromSeconds(5),
            HalfOpenMaxCalls = 1,
            SuccessThreshold = 1,
        });

        var receipt = await breaker.ExecuteAsync(token => _gateway.ChargeAsync(12, token), cancellationToken);
        #endregion

        receipt.Should().Be("receipt 1");
        for (var i = 0; i < 100; i++)
        {
            breaker.State.Should().Be(CircuitState.Closed);
            breaker.TryExecute<int>(() => i % 9 == 0 ? throw new IOException() : 1);
        }

        breaker.State.Should().Be(CircuitState.Open);
    }

    [Fact]
    public void What_a_breaker_counts()
    {
        #region breaker-what
        var options = new CircuitBreakerOptions
        {
            BreakDuration = TimeSpan.FromSeconds(5),
            Pacing = BreakerPacing.From(opening => TimeSpan.FromSeconds(5 * opening.OpeningsInARow)), // or Exponential, Adaptive
            JudgeException = (exception, verdict) => exception is UnauthorizedAccessException ? CircuitVerdict.Trip : null, // null: the default
            OnTransitioned = change => Console.WriteLine($"{change.BreakerName}: {change.From} to {change.To}, {change.Reason}"),
        };
        options.IgnoredExceptionTypes.Add(typeof(KeyNotFoundException)); // neither success nor failure
        options.JudgeResult<HttpResponseMessage>(response => (int)response.StatusCode >= 500 ? CircuitVerdict.Failure : CircuitVerdict.Success);
        #endregion
        var breaker = new CircuitBreaker("payments", options, new FakeTimeProvider());

        breaker.TryExecute<int>(() => throw new KeyNotFoundException());
        breaker.GetMetrics().FailedCalls.Should().Be(0);
        breaker.TryExecute<int>(() => throw new UnauthorizedAccessException());
        breaker.State.Should().Be(CircuitState.Open);
        breaker.GetMetrics().RetryAfter.Should().Be(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void Control()
    {
        using var breakers = new CircuitBreakerRegistry();
        #region control
        var breaker = breakers.GetOrAdd("payments");

        breaker.Isolate();                     // until somebody ends it
        breaker.OpenFor(TimeSpan.FromMinutes(5));
        breaker.MoveTo(CircuitState.Closed);
        breaker.Reset();                       // the counts begin anew, too

        Console.WriteLine($"{breaker.State}, {breaker.Mode}, {breaker.GetMetrics().FailedCalls} failures");
        #endregion

        breaker.State.Should().Be(CircuitState.Closed);
    }

    [Fact]
    public async Task Time_out()
    {
        var cancellationToken = _token;
        #region timeout
        var limit = TimeSpan.FromSeconds(2); // from wherever it may change
        var timeout = new TimeoutPolicy(new TimeoutOptions
        {
            Timeout = TimeSpan.FromSeconds(2),
            TimeoutGenerator = () => limit, // only for a time for each call; null holds what Timeout says
            OnTimeout = told => Console.WriteLine($"{told.PolicyName} gave up after {told.Timeout}"),
        });

        try
        {
            await timeout.ExecuteAsync(token => _gateway.ChargeAsync(12, token), cancellationToken);
        }
        catch (CallTimeoutException e)
        {
            Console.WriteLine(e.Message); // inside it a TimeoutException
        }
        #endregion

        await _gateway.ReceivedWithAnyArgs(1).ChargeAsync(0, default);
    }

    [Fact]
    public async Task Fallback()
    {
        var cancellationToken = _token;
        _gateway.ChargeAsync(0, default).ReturnsForAnyArgs("refused");
        #region fallback
        var fallback = new ConditionalFallback<string>(
            new DegradedServiceFallback<string>(token => _gateway.ChargeAsync(0, token)),
            new FallbackOptions<string>
            {
                When = (exception, verdict) => exception is not ArgumentException,
                WhenResult = receipt => receipt == "refused",
                OnFallback = fell => Console.WriteLine($"fell back, because of {fell.Exception.GetType()}"),
            });
        var pipeline = new PipelineBuilder().Fallback(fallback).Timeout(TimeSpan.FromSeconds(2)).Build();

        var receipt = await pipeline.ExecuteAsync(token => _gateway.ChargeAsync(12, token), cancellationToken);
        #endregion

        await _gateway.Received(1).ChargeAsync(0, Arg.Any<CancellationToken>());
        receipt.Should().Be("refused");
    }

    [Fact]
    public async Task Fixed_answers()
    {
        _gateway.ChargeAsync(0, default).ReturnsForAnyArgs<string>(_ => throw new IOException());
        #region fallback-value
        var cache = new CachedResponseFallback<string>();
        var pipeline = new PipelineBuilder()
            .Fallback(new FallbackChain<string>(cache.For("receipt"), new DefaultValueFallback<string>("no receipt")))
            .Retry(o => o.MaxRetries = 0)
            .Build();
        #endregion

        (await pipeline.ExecuteAsync(token => _gateway.ChargeAsync(12, token), _token)).Should().Be("no receipt");
    }

    [Fact]
    public async Task Concurrency()
    {
        var cancellationToken = _token;
        var pipeline = new PipelineBuilder().Retry().Build();
        #region concurrency
        using var places = new SemaphoreSlim(20);

        var receipt = await pipeline.ExecuteAsync(
            async token =>
            {
                await places.WaitAsync(token);
                try
                {
                    return await _gateway.ChargeAsync(12, token);
                }
                finally
                {
                    places.Release();
                }
            },
            cancellationToken);
        #endregion

        receipt.Should().Be("receipt 1");
        places.CurrentCount.Should().Be(20);
    }

    [Fact]
    public async Task Chaos()
    {
        #region chaos
        _gateway.ChargeAsync(0, default).ReturnsForAnyArgs(
            _ => throw new HttpRequestException("down", null, HttpStatusCode.ServiceUnavailable),
            _ => throw new TimeoutException(),
            _ => "receipt 1");
        #endregion
        var retry = new RetryPolicy(new RetryOptions { InitialDelay = TimeSpan.Zero });

        (await retry.ExecuteAsync(token => _gateway.ChargeAsync(12, token), _token)).Should().Be("receipt 1");
    }

    [Fact]
    public async Task Container()
    {
        var services = new ServiceCollection();
        #region container
        services.AddErrorManagement()
            .AddCircuitBreaker("payments", o => o.FailureThreshold = 5)
            .AddRetryBudget("shared", null, "payments")
            .AddPolicy("checkout", p => p
                .Timeout(TimeSpan.FromSeconds(10))
                .Retry(o => o.MaxRetries = 3, budget: "shared")
                .CircuitBreaker("payments")
                .Timeout(TimeSpan.FromSeconds(2)))
            .AddPolicy("receipts", p => p.Fallback("no receipt").CircuitBreaker("payments"));

        // [FromKeyedServices("checkout")] IExecutionPolicy policy
        // [FromKeyedServices("receipts")] ExecutionPipeline<string> pipeline
        #endregion
        await using var provider = services.BuildServiceProvider();

        (await provider.GetRequiredKeyedService<IExecutionPolicy>("checkout").ExecuteAsync(token => _gateway.ChargeAsync(12, token), _token)).Should().Be("receipt 1");
        (await provider.GetRequiredKeyedService<ExecutionPipeline<string>>("receipts").ExecuteAsync(token => Task.FromException<string>(new IOException()), _token)).Should().Be("no receipt");
    }

    [Fact]
    public async Task Outcomes()
    {
        var cancellationToken = _token;
        var policy = new CircuitBreaker("payments");
        policy.Isolate();
        #region outcome
        var result = await policy.TryExecuteAsync(
            static (gateway, token) => new ValueTask<string>(gateway.ChargeAsync(12, token)), // a static lambda and a state: no allocation of ours
            _gateway,
            cancellationToken);

        var text = result.Succeeded ? result.Value : result.IsRejected ? $"not made, again in {result.RetryAfter}" : result.Exception!.Message;
        #endregion

        text.Should().StartWith("not made");
    }

    [Fact]
    public async Task Http()
    {
        var services = new ServiceCollection();
        #region http
        services.AddErrorManagement()
            .AddHttpResilience("payments", o =>
            {
                o.TotalTimeout = TimeSpan.FromSeconds(30);
                o.AttemptTimeout = TimeSpan.FromSeconds(10);
                o.Retry.MaxRetries = 3;
            });
        services.AddHttpClient("payments")
            .AddHttpMessageHandler(provider => provider.GetRequiredKeyedService<ResilienceHandler>("payments"));
        #endregion
        await using var provider = services.BuildServiceProvider();

        provider.GetRequiredService<IHttpClientFactory>().CreateClient("payments").Should().NotBeNull();
        provider.GetRequiredKeyedService<HttpResilience>("payments").CheckSettings().Should().BeEmpty();
    }

    [Fact]
    public void Testing()
    {
        #region testing
        var clock = new FakeTimeProvider();
        var breaker = new CircuitBreaker("payments", new CircuitBreakerOptions { FailureThreshold = 1, BreakDuration = TimeSpan.FromSeconds(5) }, clock);

        breaker.TryExecute<int>(() => throw new TimeoutException());
        Assert.Equal(CircuitState.Open, breaker.State);

        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(CircuitState.HalfOpen, breaker.State);

        #endregion
    }
}
