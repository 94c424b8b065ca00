using ErrorManagement.Classification;
using ErrorManagement.Retries;
using ErrorManagement.TestKit;

namespace ErrorManagement.Core.Tests.Retries;

/// <summary>A retry on a clock that a test moves, and calls through it, synchronous or not.</summary>
internal sealed class RetryHarness
{
    public RetryHarness(Action<RetryOptions>? configure = null, Func<Exception, ErrorClassification>? verdict = null)
    {
        var options = new RetryOptions();
        configure?.Invoke(options);
        Policy = new RetryPolicy(options, new FakeClassifier(verdict), Time, Sink);
    }

    public FakeTimeProvider Time { get; } = new();

    public RecordingSink Sink { get; } = new();

    public RetryPolicy Policy { get; }

    /// <summary>When each try began, in seconds since the first.</summary>
    public List<double> Starts { get; } = [];

    public int Tries => Starts.Count;

    private long? First { get; set; }

    /// <summary>Runs a call to its end, moving the clock from timer to timer.</summary>
    public async Task<T> RunAsync<T>(Func<T> operation, bool synchronous = false, CancellationToken cancellationToken = default)
    {
        var call = synchronous
            ? Task.Run(() => Policy.Execute(_ => Try(operation), cancellationToken), CancellationToken.None)
            : Policy.ExecuteAsync(_ => new ValueTask<T>(Try(operation)), cancellationToken).AsTask();
        RunToEnd(call);
        return await call;
    }

    public Task<Exception> FailAsync(Func<int>? operation = null, bool synchronous = false, CancellationToken cancellationToken = default) =>
        FailAsync<int>(operation ?? (() => throw new TimeoutException()), synchronous, cancellationToken);

    public async Task<Exception> FailAsync<T>(Func<T> operation, bool synchronous = false, CancellationToken cancellationToken = default) =>
        await Record.ExceptionAsync(() => RunAsync(operation, synchronous, cancellationToken)) ?? throw new InvalidOperationException("The call did not fail.");

    public void RunToEnd(Task call)
    {
        while (!call.IsCompleted)
        {
            SpinWait.SpinUntil(() => call.IsCompleted || Time.ActiveTimers > 0, TimeSpan.FromSeconds(30)).Should().BeTrue();
            Time.AdvanceToNextTimer();
        }
    }

    private T Try<T>(Func<T> operation)
    {
        First ??= Time.GetTimestamp();
        Starts.Add(TimeSpan.FromTicks(Time.GetTimestamp() - First.Value).TotalSeconds);
        return operation();
    }
}
