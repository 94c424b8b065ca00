using System.Diagnostics;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.Timeouts;

namespace ErrorManagement.RealServices.Tests.Load;

/// <summary>Callers that call one after the other until they are stopped, each in a loop of its own, and keep count of what they saw.</summary>
internal sealed class Callers : IAsyncDisposable
{
    private readonly Func<CancellationToken, ValueTask> _call;
    private readonly Action<Exception> _failed;
    private readonly CancellationTokenSource _stop = new();
    private readonly long[] _endings = new long[Enum.GetValues<CallEnding>().Length];
    private readonly long[] _endedBy;
    private readonly long[] _succeededBy;
    private readonly Task[] _loops;
    private long _begun;
    private long _inFlight;
    private long _longest;
    private long _tried;
    private long _retries;
    private long _recovered;
    private long _rejectedAfterTry;

    /// <summary>Starts them.</summary>
    /// <param name="count">How many.</param>
    /// <param name="call">A call through the policies. It is given no token that anyone cancels: policies alone end it.</param>
    /// <param name="failed">Told of each exception that reaches a caller, by the caller, as the catch block of a host is.</param>
    public Callers(int count, Func<CancellationToken, ValueTask> call, Action<Exception> failed)
    {
        _call = call;
        _failed = failed;
        _endedBy = new long[count];
        _succeededBy = new long[count];
        _loops = [.. Enumerable.Range(0, count).Select(caller => Task.Run(() => LoopAsync(caller)))];
    }

    public long Begun => Interlocked.Read(ref _begun);

    public long InFlight => Interlocked.Read(ref _inFlight);

    public long Ended => Enum.GetValues<CallEnding>().Sum(Count);

    /// <summary>Calls of which at least one try was made.</summary>
    public long Tried => Interlocked.Read(ref _tried);

    /// <summary>Tries after the first one of a call.</summary>
    public long Retries => Interlocked.Read(ref _retries);

    /// <summary>Calls that succeeded after a try had failed.</summary>
    public long Recovered => Interlocked.Read(ref _recovered);

    /// <summary>Calls that failed at the service before the open circuit refused a retry of them.</summary>
    public long RejectedAfterTry => Interlocked.Read(ref _rejectedAfterTry);

    /// <summary>The longest that a call took, from the caller's side.</summary>
    public TimeSpan Longest => TimeSpan.FromTicks(Interlocked.Read(ref _longest));

    public long Count(CallEnding ending) => Interlocked.Read(ref _endings[(int)ending]);

    /// <summary>Waits until every caller has ended a call that it had not ended yet.</summary>
    public Task EachEndsACallAsync() => EachAsync(_endedBy, 2, "every caller ends a call"); // the first may have begun before

    /// <summary>Waits until every caller has so many further successes.</summary>
    public Task EachSucceedsAsync(int times) => EachAsync(_succeededBy, times, "every caller succeeds");

    /// <summary>Lets every caller end its call and no further one begin.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_loops).WaitAsync(Eventually.Patience);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private static Task EachAsync(long[] counts, int times, string what)
    {
        var before = counts.Select((_, caller) => Interlocked.Read(ref counts[caller])).ToArray();
        return Eventually.BecomesTrueAsync(
            () => before.Select((count, caller) => Interlocked.Read(ref counts[caller]) - count).All(further => further >= times),
            () => $"{what}; further ones by caller: {string.Join(' ', before.Select((count, caller) => Interlocked.Read(ref counts[caller]) - count))}");
    }

    private async Task LoopAsync(int caller)
    {
        while (!_stop.IsCancellationRequested)
        {
            var scope = CallScope.Begin();
            var ending = await CallAsync();
            Tally(scope.Tries, ending);
            Interlocked.Increment(ref _endings[(int)ending]);
            Interlocked.Increment(ref _endedBy[caller]);
            if (ending == CallEnding.Succeeded)
            {
                Interlocked.Increment(ref _succeededBy[caller]);
            }

            // Not a race against the processor: two cores have to run the service, too.
            await Task.Delay(ending == CallEnding.Rejected ? 20 : 5);
        }
    }

    private void Tally(int tries, CallEnding ending)
    {
        Interlocked.Add(ref _tried, Math.Min(tries, 1));
        Interlocked.Add(ref _retries, Math.Max(tries - 1, 0));
        Interlocked.Add(ref _recovered, ending == CallEnding.Succeeded && tries > 1 ? 1 : 0);
        Interlocked.Add(ref _rejectedAfterTry, ending == CallEnding.Rejected && tries > 0 ? 1 : 0);
    }

    private async Task<CallEnding> CallAsync()
    {
        Interlocked.Increment(ref _begun);
        Interlocked.Increment(ref _inFlight);
        var started = Stopwatch.GetTimestamp();
        try
        {
            await _call(CancellationToken.None);
            return CallEnding.Succeeded;
        }
        catch (Exception e)
        {
            _failed(e);
            return e switch
            {
                CircuitOpenException => CallEnding.Rejected,
                CallTimeoutException => CallEnding.TimedOut,
                _ => CallEnding.Failed,
            };
        }
        finally
        {
            var took = Stopwatch.GetElapsedTime(started).Ticks;
            long longest;
            while (took > (longest = Interlocked.Read(ref _longest)) && Interlocked.CompareExchange(ref _longest, took, longest) != longest)
            {
            }

            Interlocked.Decrement(ref _inFlight);
        }
    }
}
