using ErrorManagement.Analytics;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.TestKit;
using NSubstitute;

namespace ErrorManagement.Architecture.Tests.Snippets;

/// <summary>The code of docs/testing.md.</summary>
public sealed class TestingPageTests
{
    private readonly IStockGateway _gateway = Substitute.For<IStockGateway>();
    private readonly IErrorRegistry _registry = Substitute.For<IErrorRegistry>();

    [Fact]
    public async Task Pass_through()
    {
        #region pass-through
        var stock = new Stock(CircuitBreaker.PassThrough, _gateway, _registry);
        _gateway.CountAsync("apples", Arg.Any<CancellationToken>()).Returns(17);

        (await stock.CountAsync("apples", CancellationToken.None)).Should().Be(17);
        #endregion
    }

    [Fact]
    public async Task Open()
    {
        #region open
        var breaker = new CircuitBreaker("stock");
        breaker.Isolate();
        var stock = new Stock(breaker, _gateway, _registry);

        (await stock.CountAsync("apples", CancellationToken.None)).Should().BeNull();
        await _gateway.DidNotReceiveWithAnyArgs().CountAsync("", CancellationToken.None);
        #endregion
    }

    [Fact]
    public async Task Recorded()
    {
        #region recorded
        var failure = new TimeoutException("no answer");
        _gateway.CountAsync("apples", Arg.Any<CancellationToken>()).Returns<int>(_ => throw failure);
        var stock = new Stock(CircuitBreaker.PassThrough, _gateway, _registry);

        await stock.CountAsync("apples", CancellationToken.None);

        // The last two arguments are the call site, which the compiler fills in.
        _registry.Received(1).Record(failure, "stock", file: Arg.Any<string>(), line: Arg.Any<int>());
        #endregion
    }

    [Fact]
    public async Task Mocked()
    {
#pragma warning disable CA2012 // a substitute is set up by calling its method, and nobody awaits that call
        #region mocked
        var breaker = Substitute.For<ICircuitBreaker>();
        // The call that an asynchronous lambda makes: the extension hands it to this method of the interface.
        breaker.ExecuteAsync<Func<CancellationToken, Task<int>>, int>(default!, default!, default)
            .ReturnsForAnyArgs(_ => ValueTask.FromException<int>(new CircuitOpenException("stock", retryAfter: TimeSpan.FromSeconds(30))));
        var stock = new Stock(breaker, _gateway, _registry);

        (await stock.CountAsync("apples", CancellationToken.None)).Should().BeNull();
        _registry.Received(1).Record(Arg.Is<CircuitOpenException>(e => e.RetryAfter == TimeSpan.FromSeconds(30)), "stock", file: Arg.Any<string>(), line: Arg.Any<int>());
        #endregion
#pragma warning restore CA2012
    }

    [Fact]
    public async Task Clock()
    {
        #region clock
        var clock = new FakeTimeProvider();
        var breaker = new CircuitBreaker("stock", new CircuitBreakerOptions { FailureThreshold = 1, BreakDuration = TimeSpan.FromMinutes(1) }, clock);
        var stock = new Stock(breaker, _gateway, _registry);
        _gateway.CountAsync("apples", Arg.Any<CancellationToken>()).Returns<int>(_ => throw new TimeoutException("no answer"));
        await stock.CountAsync("apples", CancellationToken.None);
        breaker.State.Should().Be(CircuitState.Open);

        clock.Advance(TimeSpan.FromMinutes(1));

        breaker.State.Should().Be(CircuitState.HalfOpen);
        #endregion
    }
}
