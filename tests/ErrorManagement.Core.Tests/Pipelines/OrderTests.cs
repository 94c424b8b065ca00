using ErrorManagement.CircuitBreakers;
using ErrorManagement.Fallbacks;
using ErrorManagement.Pipelines;

namespace ErrorManagement.Core.Tests.Pipelines;

/// <summary>What each order of layers counts, with real breakers: five calls that always fail, the retry with two retries and no delay, breakers that open after four failures.</summary>
public sealed class OrderTests
{
    private const int Calls = 5;

    public static TheoryData<string, Func<PipelineBuilder, CircuitBreaker, CircuitBreaker, PipelineBuilder<int>>, Counts> Orders => new()
    {
        // Every try counts; the fourth opens the circuit, in the middle of the second call. All calls are answered.
        { "fallback(retry(breaker))", (p, a, _) => p.Fallback(-1).Retry(Twice).CircuitBreaker(a), new Counts(Tries: 4, Answers: 5, Failed: 4, Rejected: 4) },

        // The retry sees answers: nothing is tried again, and each call counts as one failure.
        { "retry(fallback(breaker))", (p, a, _) => p.Retry(Twice).Fallback(-1).CircuitBreaker(a), new Counts(Tries: 4, Answers: 5, Failed: 4, Rejected: 1) },

        // The breaker counts the call, with all its tries, once.
        { "fallback(breaker(retry))", (p, a, _) => p.Fallback(-1).CircuitBreaker(a).Retry(Twice), new Counts(Tries: 12, Answers: 5, Failed: 4, Rejected: 1) },

        // The breaker sees answers: it never opens.
        { "breaker(fallback(retry))", (p, a, _) => p.CircuitBreaker(a).Fallback(-1).Retry(Twice), new Counts(Tries: 15, Answers: 5, Succeeded: 5) },

        // Both count each failure; the rejections of the inner one count with the outer one, which opens at the same call here.
        { "fallback(breaker(breaker))", (p, a, b) => p.Fallback(-1).CircuitBreaker(a).CircuitBreaker(b), new Counts(Tries: 4, Answers: 5, Failed: 4, Rejected: 1, InnerFailed: 4) },

        // The inner one counts tries and opens within the second call; its rejection is that call's failure with the outer one.
        { "fallback(breaker(retry(breaker)))", (p, a, b) => p.Fallback(-1).CircuitBreaker(a).Retry(Twice).CircuitBreaker(b), new Counts(Tries: 4, Answers: 5, Failed: 4, Rejected: 1, InnerFailed: 4, InnerRejected: 3) },

        // The inner fallback answers for the open breaker alone, so the retry goes on with the call's own failures.
        { "fallback(retry(fallback for rejections(breaker)))", (p, a, _) => p.Fallback(-1).Retry(Twice).Fallback(new DefaultValueFallback<int>(-2), e => e is CircuitOpenException).CircuitBreaker(a), new Counts(Tries: 4, Answers: 1, Rejections: 4, Failed: 4, Rejected: 4) },
    };

    [Theory]
    [Behaviour("99", "X22")]
    [MemberData(nameof(Orders))]
    public async Task The_order_decides_what_counts(string order, Func<PipelineBuilder, CircuitBreaker, CircuitBreaker, PipelineBuilder<int>> compose, Counts expected)
    {
        foreach (var synchronous in new[] { true, false })
        {
            var options = new CircuitBreakerOptions { FailureThreshold = 4 };
            var (outer, inner) = (new CircuitBreaker("outer", options), new CircuitBreaker("inner", options));
            var pipeline = compose(new PipelineBuilder(), outer, inner).Build();
            var (tries, answers, rejections) = (0, 0, 0);
            for (var call = 0; call < Calls; call++)
            {
                var answer = synchronous ? pipeline.Execute(_ => Try()) : await pipeline.ExecuteAsync(async _ => Try());
                answers += answer == -1 ? 1 : 0;
                rejections += answer == -2 ? 1 : 0;
            }

            var (o, i) = (outer.GetMetrics(), inner.GetMetrics());
            new Counts(tries, answers, rejections, o.SuccessfulCalls ?? 0, o.FailedCalls ?? 0, o.RejectedCalls ?? 0, i.FailedCalls ?? 0, i.RejectedCalls ?? 0)
                .Should().Be(expected, $"of {order}, {(synchronous ? "synchronous" : "asynchronous")}");

            int Try()
            {
                tries++;
                throw new TimeoutException();
            }
        }
    }

    [Theory]
    [Behaviour("X21", "99")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_retry_around_an_open_breaker_neither_waits_nor_tries(bool synchronous)
    {
        var breaker = new CircuitBreaker("x", new CircuitBreakerOptions { InitialState = CircuitState.Open });
        var pipeline = new PipelineBuilder().Retry().CircuitBreaker(breaker).Build(); // delays of 1, 2 and 4 s, on the system's clock
        var tries = 0;

        var call = Record.ExceptionAsync(async () => _ = synchronous ? pipeline.Execute(() => ++tries) : await pipeline.ExecuteAsync(async () => ++tries));

        call.IsCompleted.Should().BeTrue("nothing is waited for");
        (await call).Should().BeOfType<CircuitOpenException>();
        (tries, breaker.GetMetrics().RejectedCalls).Should().Be((0, 1));
    }

    private static void Twice(ErrorManagement.Retries.RetryOptions options) => (options.MaxRetries, options.InitialDelay) = (2, TimeSpan.Zero);

    public sealed record Counts(int Tries, int Answers, int Rejections = 0, long Succeeded = 0, long Failed = 0, long Rejected = 0, long InnerFailed = 0, long InnerRejected = 0);
}
