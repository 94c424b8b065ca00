using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

public sealed class RejectedCallTests
{
    private readonly BreakerHarness _harness = new();

    public RejectedCallTests() => _harness.Open();

    [Fact]
    [Behaviour("24")]
    public async Task It_has_failed_already_and_throws_when_awaited()
    {
        var call = Reject();

        call.Should().Match<ValueTask<int>>(c => c.IsCompleted && c.IsFaulted && !c.IsCanceled && !c.IsCompletedSuccessfully);
        (await Record.ExceptionAsync(async () => await call)).Should().BeOfType<CircuitOpenException>();
    }

    [Fact]
    [Behaviour("26")]
    public async Task It_may_be_read_more_than_once_with_the_same_exception_whose_stack_trace_does_not_grow()
    {
        var call = Reject();
        var seen = new List<Exception?>();
        var lengths = new List<int>();
        for (var i = 0; i < 10; i++)
        {
            seen.Add(await Record.ExceptionAsync(async () => await call));
            lengths.Add(seen[^1]!.StackTrace!.Length);
        }

        seen.Add(Record.Exception(() => call.Result));
        seen.Add(Record.Exception(() => call.GetAwaiter().GetResult()));
        seen.Add(await Record.ExceptionAsync(call.AsTask));
        seen.Add(await Record.ExceptionAsync(async () => await call.Preserve()));

        seen.Should().OnlyContain(e => ReferenceEquals(e, seen[0]));
        lengths.Should().OnlyContain(l => l == lengths[0]);
    }

    [Fact]
    public async Task As_a_task_it_has_failed_with_the_rejection()
    {
        var task = Reject().AsTask();

        task.IsFaulted.Should().BeTrue();
        task.Exception!.InnerExceptions.Should().ContainSingle().Which.Should().BeOfType<CircuitOpenException>();
        (await Record.ExceptionAsync(() => Task.WhenAll(task, Reject().AsTask()))).Should().BeOfType<CircuitOpenException>();
    }

    [Fact]
    public void A_continuation_that_is_added_without_looking_runs_on_another_thread()
    {
        using var ran = new Heard<int>();

        Continue(Reject(), true, () => ran.Add(Environment.CurrentManagedThreadId));
        Continue(Reject(), false, () => ran.Add(Environment.CurrentManagedThreadId));
        ContinueUnsafely(Reject(), () => ran.Add(Environment.CurrentManagedThreadId));

        ran.Take(3).Should().NotContain(Environment.CurrentManagedThreadId);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public void A_continuation_goes_to_the_callers_synchronization_context_unless_told_otherwise(bool captures, int posted)
    {
        using var ran = new Heard<bool>();
        var context = new CountingContext();
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(context);
        try
        {
            Continue(Reject(), captures, () => ran.Add(true));
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }

        ran.Take(1);
        context.Posts.Should().Be(posted);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_flows_with_a_call_flows_into_a_continuation_that_asks_for_it(bool hasContext)
    {
        using var seen = new Heard<int>();
        var local = new AsyncLocal<int> { Value = 7 };
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(hasContext ? new CountingContext() : null);
        try
        {
            Continue(Reject(), true, () => seen.Add(local.Value));
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }

        seen.Take(1).Should().Equal(7);
    }

    [Fact]
    public async Task A_continuation_goes_to_the_callers_task_scheduler()
    {
        using var seen = new Heard<TaskScheduler>();
        var scheduler = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;

        await Task.Factory.StartNew(() => Continue(Reject(), true, () => seen.Add(TaskScheduler.Current)), CancellationToken.None, TaskCreationOptions.None, scheduler);

        seen.Take(1).Should().Equal(scheduler);
    }

    private ValueTask<int> Reject() => _harness.Breaker.ExecuteAsync(static (_, _) => ValueTask.FromResult(1), 0);

    private static void Continue(ValueTask<int> call, bool captures, Action continuation) => call.ConfigureAwait(captures).GetAwaiter().OnCompleted(continuation);

    private static void ContinueUnsafely(ValueTask<int> call, Action continuation) => call.GetAwaiter().UnsafeOnCompleted(continuation);

    private sealed class CountingContext : SynchronizationContext
    {
        private int _posts;

        public int Posts => _posts;

        public override void Post(SendOrPostCallback d, object? state)
        {
            Interlocked.Increment(ref _posts);
            base.Post(d, state);
        }
    }
}
