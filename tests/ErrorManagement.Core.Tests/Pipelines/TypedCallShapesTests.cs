using ErrorManagement.CircuitBreakers;
using ErrorManagement.Pipelines;

namespace ErrorManagement.Core.Tests.Pipelines;

/// <summary>A typed pipeline takes every call shape that other policies take, and answers for all of them.</summary>
public sealed class TypedCallShapesTests
{
    private static readonly ExecutionPipeline<int> Pipeline = new PipelineBuilder().Fallback(-1).Retry(o => o.MaxRetries = 0).Build();

    public static TheoryData<string, Func<bool, Task<int>>> Shapes => new()
    {
        { "value task", async fails => await Pipeline.ExecuteAsync(_ => fails ? throw new TimeoutException() : new ValueTask<int>(5)) },
        { "async lambda", async fails => await Pipeline.ExecuteAsync(async token => { await Task.Yield(); return fails ? throw new TimeoutException() : 5; }) },
        { "task", async fails => await Pipeline.ExecuteAsync(_ => fails ? Task.FromException<int>(new TimeoutException()) : Task.FromResult(5)) },
        { "no token", async fails => await Pipeline.ExecuteAsync(async () => { await Task.Yield(); return fails ? throw new TimeoutException() : 5; }) },
        { "no token, task", async fails => await Pipeline.ExecuteAsync(() => fails ? Task.FromException<int>(new TimeoutException()) : Task.FromResult(5)) },
        { "no token, value task", async fails => await Pipeline.ExecuteAsync(() => fails ? throw new TimeoutException() : new ValueTask<int>(5)) },
        { "state", async fails => await Pipeline.ExecuteAsync(static (f, _) => f ? throw new TimeoutException() : new ValueTask<int>(5), fails) },
        { "state, task", async fails => await Pipeline.ExecuteAsync(static (f, _) => f ? Task.FromException<int>(new TimeoutException()) : Task.FromResult(5), fails) },
        { "sync", fails => Task.FromResult(Pipeline.Execute(_ => fails ? throw new TimeoutException() : 5)) },
        { "sync, no token", fails => Task.FromResult(Pipeline.Execute(() => fails ? throw new TimeoutException() : 5)) },
        { "sync, state", fails => Task.FromResult(Pipeline.Execute(static (f, _) => f ? throw new TimeoutException() : 5, fails)) },
        { "sync, state, no token", fails => Task.FromResult(Pipeline.Execute(static f => f ? throw new TimeoutException() : 5, fails)) },
        { "try", async fails => (await Pipeline.TryExecuteAsync(async _ => { await Task.Yield(); return fails ? throw new TimeoutException() : 5; })).Value },
        { "try, task", async fails => (await Pipeline.TryExecuteAsync(_ => fails ? Task.FromException<int>(new TimeoutException()) : Task.FromResult(5))).Value },
        { "try, no token", async fails => (await Pipeline.TryExecuteAsync(() => fails ? throw new TimeoutException() : new ValueTask<int>(5))).Value },
        { "try, no token, task", async fails => (await Pipeline.TryExecuteAsync(() => fails ? Task.FromException<int>(new TimeoutException()) : Task.FromResult(5))).Value },
        { "try, state", async fails => (await Pipeline.TryExecuteAsync(static (f, _) => f ? throw new TimeoutException() : new ValueTask<int>(5), fails)).Value },
        { "try, state, task", async fails => (await Pipeline.TryExecuteAsync(static (f, _) => f ? Task.FromException<int>(new TimeoutException()) : Task.FromResult(5), fails)).Value },
        { "sync try", fails => Task.FromResult(Pipeline.TryExecute(_ => fails ? throw new TimeoutException() : 5).Value) },
        { "sync try, no token", fails => Task.FromResult(Pipeline.TryExecute(() => fails ? throw new TimeoutException() : 5).Value) },
        { "sync try, state", fails => Task.FromResult(Pipeline.TryExecute(static (f, _) => f ? throw new TimeoutException() : 5, fails).Value) },
        { "sync try, state, no token", fails => Task.FromResult(Pipeline.TryExecute(static f => f ? throw new TimeoutException() : 5, fails).Value) },
        { "wrap", async fails => await Pipeline.Wrap(async token => { await Task.Yield(); return fails ? throw new TimeoutException() : 5; })(default) },
        { "wrap, task", async fails => await Pipeline.Wrap(_ => fails ? Task.FromException<int>(new TimeoutException()) : Task.FromResult(5))(default) },
        { "wrap, no token", async fails => await Pipeline.Wrap(async () => { await Task.Yield(); return fails ? throw new TimeoutException() : 5; })() },
        { "wrap, no token, value task", async fails => await Pipeline.Wrap(() => fails ? throw new TimeoutException() : new ValueTask<int>(5))() },
        { "wrap, argument", async fails => await Pipeline.Wrap(static async (bool f, CancellationToken _) => { await Task.Yield(); return f ? throw new TimeoutException() : 5; })(fails, default) },
        { "wrap, argument, task", async fails => await Pipeline.Wrap((bool f, CancellationToken _) => f ? Task.FromException<int>(new TimeoutException()) : Task.FromResult(5))(fails, default) },
        { "wrap, argument, no token", async fails => await Pipeline.Wrap((bool f) => f ? Task.FromException<int>(new TimeoutException()) : Task.FromResult(5))(fails) },
        { "wrap, sync", fails => Task.FromResult(Pipeline.Wrap(() => fails ? throw new TimeoutException() : 5)()) },
        { "wrap, sync, argument", fails => Task.FromResult(Pipeline.Wrap((bool f) => f ? throw new TimeoutException() : 5)(fails)) },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Every_shape_gives_the_result_or_the_answer(string shape, Func<bool, Task<int>> call)
    {
        (await call(false)).Should().Be(5, shape);
        (await call(true)).Should().Be(-1, shape);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_try_that_nothing_answers_for_says_why_and_throws_for_the_callers_cancellation_alone(bool synchronous)
    {
        var mine = new FormatException();
        var breaker = new CircuitBreaker("x", new CircuitBreakerOptions { InitialMode = CircuitMode.Isolated });
        using var caller = new CancellationTokenSource();
        caller.Cancel();
        var some = new PipelineBuilder().Fallback(_ => -1, when: e => e is TimeoutException).Build();
        var isolated = new PipelineBuilder().Fallback(_ => -1, when: e => e is TimeoutException).CircuitBreaker(breaker).Build();

        (await TryAsync(some, default)).Should().Match<CallResult<int>>(r => !r.Succeeded && !r.IsRejected && ReferenceEquals(r.Exception, mine));
        (await TryAsync(isolated, default)).Should().Match<CallResult<int>>(r => !r.Succeeded && r.IsRejected);
        (await Record.ExceptionAsync(() => TryAsync(some, caller.Token))).Should().BeAssignableTo<OperationCanceledException>();

        async Task<CallResult<int>> TryAsync(ExecutionPipeline<int> pipeline, CancellationToken token) =>
            synchronous ? pipeline.TryExecute(_ => throw mine, token) : await pipeline.TryExecuteAsync(_ => throw mine, token);
    }

    [Fact]
    public void A_task_as_the_type_of_the_result_is_refused_where_nobody_would_wait_for_it()
    {
        var pipeline = new PipelineBuilder().Fallback(Task.CompletedTask).Build();

        FluentActions.Invoking(() => { _ = pipeline.Execute(_ => Task.CompletedTask); }).Should().Throw<InvalidOperationException>().WithMessage("*ExecuteAsync*");
        FluentActions.Invoking(() => { _ = pipeline.TryExecute(_ => Task.CompletedTask); }).Should().Throw<InvalidOperationException>().WithMessage("*ExecuteAsync*");
    }

    [Fact]
    public void A_null_operation_is_refused_at_once()
    {
        Pipeline.Invoking(p => p.TryExecuteAsync((Func<CancellationToken, ValueTask<int>>)null!)).Should().Throw<ArgumentNullException>();
        Pipeline.Invoking(p => p.Wrap((Func<int>)null!)).Should().Throw<ArgumentNullException>();
        Pipeline.Invoking(p => p.Execute((Func<int>)null!)).Should().Throw<ArgumentNullException>();
    }
}
