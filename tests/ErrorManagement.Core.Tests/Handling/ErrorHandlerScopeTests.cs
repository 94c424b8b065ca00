using ErrorManagement.Handling;
using ErrorManagement.Recovery;

namespace ErrorManagement.Core.Tests.Handling;

/// <summary>S3.17: a failure inside a scope is handled, and then leaves.</summary>
public sealed class ErrorHandlerScopeTests
{
    private readonly HandlerFixture _fixture = new();

    [Fact] // S3.17
    public async Task A_failure_is_handled_and_leaves_as_the_same_object()
    {
        var alerts = 0;
        _fixture.Actions.Register(RecoveryAction.AlertAdmin, (_, _) => Interlocked.Increment(ref alerts) > 0);
        var failure = new NotSupportedException();
        var runs = 0;

        var scopes = new Func<Task>[]
        {
            async () => await _fixture.Handler.RunAsync(_ => new ValueTask<int>(Fail()), HandlerFixture.Payments),
            async () => await _fixture.Handler.RunAsync(_ => Task.FromResult(Fail()), HandlerFixture.Payments),
            async () => await _fixture.Handler.RunAsync(
                async _ =>
                {
                    await Task.Yield();
                    Fail();
                },
                HandlerFixture.Payments),
            async () => await _fixture.Handler.RunAsync(_ => new ValueTask(Task.FromException(Thrown())), HandlerFixture.Payments),
            () => Task.FromResult(_fixture.Handler.Run(_ => Fail(), HandlerFixture.Payments)),
            () =>
            {
                _fixture.Handler.Run(_ => { Fail(); }, HandlerFixture.Payments);
                return Task.CompletedTask;
            },
        };
        foreach (var scope in scopes)
        {
            (await scope.Should().ThrowAsync<NotSupportedException>()).Which.Should().BeSameAs(failure);
        }

        (runs, alerts).Should().Be((scopes.Length, scopes.Length));
        _fixture.Sink.Reported.Should().HaveCount(scopes.Length).And.OnlyContain(o => o.Component == "payments" && !o.Recovered);
        _fixture.Handler.GetStatistics().Failed.Should().Be(scopes.Length);

        int Fail() => throw Thrown();

        Exception Thrown()
        {
            runs++;
            return failure;
        }
    }

    [Fact] // S3.17
    public async Task Nothing_is_run_again_or_answered_for()
    {
        _fixture.Handler.Fallbacks.SetDefaultValue("payments", 5);
        var runs = 0;

        var retried = async () => await _fixture.Handler.RunAsync(_ => ++runs > 0 ? throw new TimeoutException() : new ValueTask<int>(1), HandlerFixture.Payments);
        var answered = () => _fixture.Handler.Run<int>(_ => throw new FormatException(), HandlerFixture.Payments);

        await retried.Should().ThrowAsync<TimeoutException>();
        answered.Should().Throw<FormatException>();
        runs.Should().Be(1);
        _fixture.Handler.GetStatistics().FallbacksUsed.Should().Be(0);
    }

    [Theory] // S3.17
    [InlineData(HandlingStrategy.FallbackToDefault)]
    [InlineData(HandlingStrategy.GracefulDegradation)]
    public async Task What_stands_in_for_calls_without_a_result_does_not_run_for_a_scope(HandlingStrategy strategy)
    {
        var stoodIn = 0;
        _fixture.Handler.Fallbacks.SetDefault("payments", _ => { stoodIn++; });
        _fixture.Handler.Rules.SetStrategy(ErrorCategory.DataValidation, strategy);

        var asynchronous = async () => await _fixture.Handler.RunAsync(_ => Task.FromException(new FormatException()), HandlerFixture.Payments);
        var synchronous = () => _fixture.Handler.Run(_ => throw new FormatException(), HandlerFixture.Payments);

        await asynchronous.Should().ThrowAsync<FormatException>();
        synchronous.Should().Throw<FormatException>();
        var figures = _fixture.Handler.GetStatistics();
        (stoodIn, figures.FallbacksUsed, figures.Failed, _fixture.Handler.IsDegraded("payments")).Should().Be((0, 0, 2, false));
    }

    [Fact]
    public async Task A_scope_that_goes_well_has_its_value()
    {
        (await _fixture.Handler.RunAsync(_ => Task.FromResult(1), HandlerFixture.Payments)).Should().Be(1);
        (await _fixture.Handler.RunAsync(async _ =>
        {
            await Task.Yield();
            return 2;
        }, HandlerFixture.Payments)).Should().Be(2);
        await _fixture.Handler.RunAsync(_ => Task.CompletedTask, HandlerFixture.Payments);
        _fixture.Handler.Run(_ => 3, HandlerFixture.Payments).Should().Be(3);
        _fixture.Handler.Run(_ => { }, HandlerFixture.Payments);
        _fixture.Sink.Reported.Should().BeEmpty();
    }

    [Fact]
    public async Task The_callers_cancellation_leaves_and_is_not_reported()
    {
        var cancelled = new CancellationToken(true);
        var runs = 0;

        var asynchronous = async () => await _fixture.Handler.RunAsync(_ => Task.FromResult(++runs), HandlerFixture.Payments, cancelled);
        var synchronous = () => _fixture.Handler.Run(_ => ++runs, HandlerFixture.Payments, cancelled);

        await asynchronous.Should().ThrowAsync<OperationCanceledException>();
        synchronous.Should().Throw<OperationCanceledException>();
        runs.Should().Be(0);
        _fixture.Sink.Reported.Should().BeEmpty();
    }

    [Fact]
    public async Task A_handler_that_throws_does_not_replace_the_failure()
    {
        var broken = new BrokenHandler();

        var asynchronous = async () => await broken.RunAsync<int>(_ => throw new FormatException(), HandlerFixture.Payments);
        var synchronous = () => broken.Run<int>(_ => throw new FormatException(), HandlerFixture.Payments);

        await asynchronous.Should().ThrowAsync<FormatException>();
        synchronous.Should().Throw<FormatException>();
    }

    [ReleaseFact] // 0 B while calls succeed
    public void Calls_that_succeed_at_once_allocate_nothing()
    {
        var handler = _fixture.Handler;
        var context = HandlerFixture.Payments with { RequestId = "r" };
        var kept = HandlerFixture.Payments with { CacheKey = "order 5" };
        var breaking = new HandlerFixture();
        breaking.Handler.Rules.SetStrategy(ErrorCategory.Unknown, HandlingStrategy.CircuitBreaker);

        var bytes = Enumerable.Range(0, 20).Min(_ =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 1_000; i++)
            {
                Take(handler.HandleAsync(static (state, _) => new ValueTask<int>(state), 5, context));
                Take(handler.HandleAsync(static _ => new ValueTask<int>(5), context));
                Take(handler.HandleAsync(static (state, _) => new ValueTask<int>(state), 5, kept));
                Take(breaking.Handler.HandleAsync(static (state, _) => new ValueTask<int>(state), 5, context));
                Take(handler.RunAsync(static _ => new ValueTask<int>(5), context));
                handler.Handle(static (state, _) => state, 5, context);
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        });

        bytes.Should().Be(0);
    }

    private static void Take<T>(ValueTask<T> call)
    {
        Assert.True(call.IsCompletedSuccessfully);
        _ = call.Result;
    }

    private sealed class BrokenHandler : IErrorHandler
    {
        public HandlingRules Rules => throw new InvalidOperationException("handler");

        public HandlerFallbacks Fallbacks => throw new InvalidOperationException("handler");

        public ValueTask<HandlingResult<T>> HandleAsync<TState, T>(Func<TState, CancellationToken, ValueTask<T>> operation, TState state, HandlingContext context, CancellationToken cancellationToken = default) => throw new InvalidOperationException("handler");

        public HandlingResult<T> Handle<TState, T>(Func<TState, CancellationToken, T> operation, TState state, HandlingContext context, CancellationToken cancellationToken = default) => throw new InvalidOperationException("handler");

        public ValueTask<HandlingResult<T>> HandleErrorAsync<T>(Exception exception, Func<CancellationToken, ValueTask<T>>? operation, HandlingContext context, CancellationToken cancellationToken = default) => throw new InvalidOperationException("handler");

        public HandlingResult<T> HandleError<T>(Exception exception, Func<CancellationToken, T>? operation, HandlingContext context, CancellationToken cancellationToken = default) => throw new InvalidOperationException("handler");

        public ErrorHandlerStatistics GetStatistics() => throw new InvalidOperationException("handler");
    }
}
