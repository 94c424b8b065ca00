using System.Net;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.Classification;
using ErrorManagement.Fallbacks;
using ErrorManagement.Policies;
using ErrorManagement.Retries;
using ErrorManagement.Timeouts;

namespace ErrorManagement.Core.Tests.Classification;

#pragma warning disable CA2201 // the runtime's own exceptions are judged here, so they are made here

/// <summary>What the verdict says that circuit breaker, retry and fallback do, held against what they really do with the same exception.</summary>
public sealed class ErrorClassificationTests : IDisposable
{
    private const string CallerCancelled = "the caller's cancellation";

    // Each row is one of the table in docs/classification.md.
    private static readonly Dictionary<string, (Exception Exception, ErrorCategory Category, bool Counts, bool Retries, bool FallsBack)> Rows = new()
    {
        ["transient"] = (new TimeoutException(), ErrorCategory.Transient, true, true, true),
        ["rate limit"] = (new HttpRequestException("x", null, HttpStatusCode.TooManyRequests), ErrorCategory.RateLimit, true, true, true),
        ["authentication"] = (new UnauthorizedAccessException(), ErrorCategory.Authentication, true, false, true),
        ["data validation"] = (new FormatException(), ErrorCategory.DataValidation, true, false, true),
        ["permanent"] = (new NotSupportedException(), ErrorCategory.Permanent, true, false, true),
        ["unknown"] = (new InvalidOperationException("odd"), ErrorCategory.Unknown, true, false, true),
        [CallerCancelled] = (new OperationCanceledException(), ErrorCategory.Unknown, false, false, false),
        ["cancellation by a deadline"] = (new TaskCanceledException("x", new TimeoutException()), ErrorCategory.Transient, true, true, true),
        ["the library's time-out"] = (new CallTimeoutException("p", TimeSpan.FromSeconds(1)), ErrorCategory.Transient, true, true, true),
        ["the library's rejection"] = (new CircuitOpenException("other"), ErrorCategory.Transient, true, false, true),
        ["not to be repeated"] = (Unrepeatable(), ErrorCategory.Transient, true, false, true),
        ["fatal"] = (new OutOfMemoryException("timed out"), ErrorCategory.Transient, true, false, false),
    };

    private readonly CancellationTokenSource _caller = new();

    public static TheoryData<string> Names => [.. Rows.Keys];

    public void Dispose() => _caller.Dispose();

    [Theory] // D9, S3.3
    [MemberData(nameof(Names))]
    public void One_verdict_says_what_breaker_retry_and_fallback_do(string name)
    {
        var (exception, category, counts, retries, fallsBack) = Rows[name];

        var verdict = ErrorClassifier.Default.Classify(exception, TokenOf(name));

        verdict.Should().BeEquivalentTo(new { Category = category, CountsAsFailure = counts, IsRetryable = retries, CanFallBack = fallsBack });
    }

    [Theory] // D9
    [MemberData(nameof(Names))]
    public async Task A_circuit_breaker_does_what_the_verdict_says(string name)
    {
        var breaker = new CircuitBreaker("x");

        await Record.ExceptionAsync(() => breaker.ExecuteAsync<int>(_ => ValueTask.FromException<int>(Cancel(name)), Start(name)).AsTask());

        breaker.GetMetrics().FailedCalls.Should().Be(Rows[name].Counts ? 1 : 0);
        breaker.GetMetrics().TotalCalls.Should().Be(1);
    }

    [Theory] // D9, S3.3
    [MemberData(nameof(Names))]
    public async Task A_retry_does_what_the_verdict_says(string name)
    {
        var retry = new RetryPolicy(new RetryOptions { MaxRetries = 1, InitialDelay = TimeSpan.Zero });
        var calls = 0;

        var thrown = await Record.ExceptionAsync(() => retry.ExecuteAsync<int>(
            _ =>
            {
                calls++;
                return ValueTask.FromException<int>(Cancel(name));
            },
            Start(name)).AsTask());

        calls.Should().Be(Rows[name].Retries ? 2 : 1);
        thrown.Should().BeSameAs(Rows[name].Exception);
    }

    [Theory] // D9
    [MemberData(nameof(Names))]
    public async Task A_fallback_does_what_the_verdict_says(string name)
    {
        var fallback = new DefaultValueFallback<int>(7);
        var answer = 0;

        var thrown = await Record.ExceptionAsync(async () => answer = await fallback.RunAsync(_ => ValueTask.FromException<int>(Cancel(name)), Start(name)));

        answer.Should().Be(Rows[name].FallsBack ? 7 : 0);
        thrown.Should().BeSameAs(Rows[name].FallsBack ? null : Rows[name].Exception);
    }

    [Fact]
    public void The_default_value_allows_a_retry_and_counts() =>
        default(ErrorClassification).Should().BeEquivalentTo(new { CanRetry = true, CountsAsFailure = true, CanFallBack = true, IsRetryable = false, IsFatal = false });

    /// <summary>The caller's token before the call: not cancelled yet, else nothing would be called.</summary>
    private CancellationToken Start(string name) => name == CallerCancelled ? _caller.Token : CancellationToken.None;

    private Exception Cancel(string name)
    {
        if (name == CallerCancelled)
        {
            _caller.Cancel();
        }

        return Rows[name].Exception;
    }

    private static CancellationToken TokenOf(string name) => new(name == CallerCancelled);

    private static IOException Unrepeatable()
    {
        var exception = new IOException("the answer was lost, the order perhaps not");
        RetryAdvice.Attach(exception, canRetry: false);
        return exception;
    }

    [Fact]
    public void What_is_fatal_stays_so_inside_mere_wrapping()
    {
        Exception[] wrapped = [new AggregateException(new TimeoutException(), new OutOfMemoryException()), new System.Reflection.TargetInvocationException(new OutOfMemoryException())];

        foreach (var exception in wrapped)
        {
            ErrorClassifier.Default.Classify(exception).Should().Match<ErrorClassification>(v => v.IsFatal && !v.CanRetry && !v.CanFallBack);
            HopelessErrors.Includes(exception).Should().BeTrue();
        }
    }
}
