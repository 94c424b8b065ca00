using ErrorManagement.Classification;
using ErrorManagement.Core.Tests.Retries;
using ErrorManagement.Handling;
using ErrorManagement.Recovery;

namespace ErrorManagement.Core.Tests.Handling;

/// <summary>S3.20: whatever is around the handler throws, and nothing leaves.</summary>
public sealed class ErrorHandlerNeverThrowsTests
{
    private static readonly ErrorCategory[] Categories = Enum.GetValues<ErrorCategory>();

    public static TheoryData<CallForm> Forms => [.. Enum.GetValues<CallForm>()];

    [Theory] // S3.20
    [MemberData(nameof(Forms))]
    public async Task Nothing_leaves_when_everything_around_throws(CallForm form)
    {
        foreach (var strategy in Enum.GetValues<HandlingStrategy>())
        {
            foreach (var action in Enum.GetValues<RecoveryAction>())
            {
                var options = new ErrorHandlerOptions
                {
                    CircuitBreakerOf = _ => new ThrowingPolicy(),
                    OnHandled = _ => throw new InvalidOperationException("callback"),
                };
                options.Retry.InitialDelay = TimeSpan.Zero;
                options.Retry.OnRetry = _ => throw new InvalidOperationException("callback");
                options.Retry.ShouldRetry = (_, _) => throw new InvalidOperationException("predicate");
                var actions = new RecoveryActions();
                foreach (var each in Enum.GetValues<RecoveryAction>().Skip(1))
                {
                    actions.Register(each, (_, _) => throw new InvalidOperationException("action"));
                }

                var handler = new ErrorHandler(options, new FakeClassifier(_ => throw new InvalidOperationException("classifier")), new ThrowingClock(), new ThrowingSink(), actions);
                handler.Rules.Set(Categories.Select(c => KeyValuePair.Create(c, new HandlingRule(strategy, action))));
                handler.Fallbacks.SetDefault<int>("c", _ => throw new InvalidOperationException("factory"));
                var context = new HandlingContext("c") { Data = new ThrowingMap(), CacheKey = "k" };
                var failure = new Hostile();

                var result = form switch
                {
                    CallForm.Synchronous => handler.Handle<int, int>((_, _) => throw failure, 0, context),
                    CallForm.Completed => await handler.HandleAsync<int, int>((_, _) => throw failure, 0, context),
                    _ => await handler.HandleAsync<int, int>(
                        async (_, _) =>
                        {
                            await Task.Yield();
                            throw failure;
                        },
                        0,
                        context),
                };

                result.Succeeded.Should().BeFalse();
                result.ErrorId.Should().NotBeNull();
                if (strategy != HandlingStrategy.CircuitBreaker)
                {
                    Assert.True(ReferenceEquals(failure, result.Exception), $"{strategy}, {action}"); // its text throws
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Success_stays_success_when_everything_around_throws(CallForm form)
    {
        var handler = new ErrorHandler(timeProvider: new ThrowingClock(), sink: new ThrowingSink());
        var context = new HandlingContext("c") { CacheKey = "k" };

        var result = form == CallForm.Synchronous ? handler.Handle(_ => 5, context) : await handler.HandleAsync(_ => Task.FromResult(5), context);

        result.Value.Should().Be(5);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task A_verdict_of_no_category_counts_as_unknown(CallForm form)
    {
        var fixture = new HandlerFixture { Classifier = new FakeClassifier(_ => new ErrorClassification((ErrorCategory)99, ErrorSeverity.Error)) };

        var result = await fixture.FailAsync(form, new FormatException());

        (result.Category, result.Strategy).Should().Be((ErrorCategory.Unknown, HandlingStrategy.FallbackToCache));
        fixture.Handler.GetStatistics().ByCategory[ErrorCategory.Unknown].Should().Be(1);
    }

    [Fact]
    public async Task A_task_source_that_breaks_its_contract_is_a_failure_like_any_other()
    {
        var result = await new ErrorHandler().HandleAsync(static (_, _) => new ValueTask<int>(new BrokenSource(), 0), 0, new HandlingContext("c"));

        result.Succeeded.Should().BeFalse();
        result.Exception!.Message.Should().Be("source");
    }

    [Fact]
    public async Task A_token_whose_source_is_disposed_is_a_token_like_any_other()
    {
        var fixture = new HandlerFixture();
        var source = new CancellationTokenSource();
        var token = source.Token;
        source.Dispose();

        (await fixture.CallAsync(CallForm.Awaited, null, token, new TimeoutException())).Value.Should().Be("own");
        (await fixture.FailAsync(CallForm.Completed, new NotSupportedException(), caller: token)).Succeeded.Should().BeFalse();
    }

    [Fact]
    public async Task A_handler_may_be_asked_from_within_its_own_operation_fallback_action_and_callback()
    {
        var fixture = new HandlerFixture();
        var handler = fixture.Handler;
        var inner = new HandlingContext("inner");
        handler.Fallbacks.SetDefault("payments", async token => (await handler.HandleAsync(_ => Task.FromResult("nested"), inner, token)).Value!);
        fixture.Actions.Register(RecoveryAction.ClearCache, async (_, token) =>
        {
            handler.Fallbacks.ClearCache("payments");
            handler.Rules.SetStrategy(ErrorCategory.Permanent, HandlingStrategy.FallbackToDefault);
            return !(await handler.HandleErrorAsync(new FormatException(), HandlerFixture.Payments, token)).RecoveryAttempted;
        });

        var result = await fixture.FailAsync(CallForm.Completed, new FormatException()).WaitAsync(TimeSpan.FromSeconds(30));

        (result.Value, result.RecoveryAttempted).Should().Be(("nested", true));
    }

    private sealed class Hostile : Exception
    {
        public override string Message => throw new InvalidOperationException("message");

        public override string? StackTrace => throw new InvalidOperationException("stack");

        public override System.Collections.IDictionary Data => throw new InvalidOperationException("data");

        public override string ToString() => throw new InvalidOperationException("text");
    }

    private sealed class ThrowingSink : IErrorSink
    {
        public void Report(in ErrorOccurrence occurrence) => throw new InvalidOperationException("sink");

        public ErrorId Identify(Exception exception, string component) => throw new InvalidOperationException("sink");
    }

    /// <summary>Works while the handler is made.</summary>
    private sealed class ThrowingClock : TimeProvider
    {
        private int _reads;

        public override long GetTimestamp() => ++_reads > 6 ? throw new InvalidOperationException("clock") : 0;

        public override DateTimeOffset GetUtcNow() => throw new InvalidOperationException("clock");
    }

    private sealed class ThrowingPolicy : IExecutionPolicy
    {
        public ValueTask<T> ExecuteAsync<T>(Func<CancellationToken, ValueTask<T>> operation, CancellationToken cancellationToken = default) => throw new InvalidOperationException("policy");

        public ValueTask<T> ExecuteAsync<TState, T>(Func<TState, CancellationToken, ValueTask<T>> operation, TState state, CancellationToken cancellationToken = default) => throw new InvalidOperationException("policy");

        public T Execute<TState, T>(Func<TState, CancellationToken, T> operation, TState state, CancellationToken cancellationToken = default) => throw new InvalidOperationException("policy");
    }

    private sealed class ThrowingMap : IReadOnlyDictionary<string, object?>
    {
        public IEnumerable<string> Keys => throw new InvalidOperationException("map");

        public IEnumerable<object?> Values => throw new InvalidOperationException("map");

        public int Count => throw new InvalidOperationException("map");

        public object? this[string key] => throw new InvalidOperationException("map");

        public bool ContainsKey(string key) => throw new InvalidOperationException("map");

        public bool TryGetValue(string key, out object? value) => throw new InvalidOperationException("map");

        public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => throw new InvalidOperationException("map");

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private sealed class BrokenSource : System.Threading.Tasks.Sources.IValueTaskSource<int>
    {
        public int GetResult(short token) => throw new InvalidOperationException("source");

        public System.Threading.Tasks.Sources.ValueTaskSourceStatus GetStatus(short token) => throw new InvalidOperationException("source");

        public void OnCompleted(Action<object?> continuation, object? state, short token, System.Threading.Tasks.Sources.ValueTaskSourceOnCompletedFlags flags) => throw new InvalidOperationException("source");
    }
}
