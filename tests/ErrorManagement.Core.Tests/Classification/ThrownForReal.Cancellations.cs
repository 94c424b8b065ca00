using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using System.Threading.Channels;
using ErrorManagement.Core.Tests.Http;
using static ErrorManagement.ErrorCategory;
using static ErrorManagement.ErrorSeverity;

namespace ErrorManagement.Core.Tests.Classification;

// Time-outs, and cancellations by somebody else's token: to the caller they are the same.
internal static partial class ThrownForReal
{
    private static readonly CancellationToken Cancelled = new(true);

    private static Dictionary<string, Case> Cancellations() => new()
    {
        ["cancel: own deadline of the operation"] = new(OwnDeadlineAsync, Transient, Warning),
        ["cancel: token checked"] = new(Sync(() => Cancelled.ThrowIfCancellationRequested()), Transient, Warning),
        ["cancel: before a delay"] = new(() => Task.Delay(1, Cancelled), Transient, Warning),
        ["cancel: before a wait"] = new(Sync(() => new SemaphoreSlim(0).Wait(Cancelled)), Transient, Warning),
        ["cancel: before an asynchronous wait"] = new(() => new SemaphoreSlim(0).WaitAsync(Cancelled), Transient, Warning),
        ["cancel: of an event"] = new(Sync(() => new ManualResetEventSlim().Wait(Cancelled)), Transient, Warning),
        ["cancel: of a channel"] = new(async () => await Channel.CreateUnbounded<int>().Reader.ReadAsync(Cancelled), Transient, Warning),
        ["cancel: of a collection"] = new(Sync(() => new BlockingCollection<int>().Take(Cancelled)), Transient, Warning),
        ["cancel: of a file"] = new(() => File.ReadAllTextAsync("/no-such-file-em", Cancelled), Transient, Warning),
        ["cancel: of a loop"] = new(Sync(() => Parallel.For(0, 9, new ParallelOptions { CancellationToken = Cancelled }, _ => { })), Transient, Warning),
        ["cancel: of an asynchronous loop"] = new(() => Parallel.ForEachAsync([1], Cancelled, (_, _) => ValueTask.CompletedTask), Transient, Warning),
        ["cancel: of a query"] = new(Sync(() => Enumerable.Range(0, 9).AsParallel().WithCancellation(Cancelled).ToList()), Transient, Warning),
        ["cancel: of a task that is waited for"] = new(Sync(() => Task.Run(() => { }, Cancelled).Wait()), Transient, Warning),
        ["cancel: of a completion source"] = new(() => Task.FromCanceled(Cancelled), Transient, Warning),
        ["cancel: of all requests of a client"] = new(CancelPendingAsync, Transient, Warning),
        ["timeout: of a task"] = new(() => new TaskCompletionSource().Task.WaitAsync(TimeSpan.FromMilliseconds(1)), Transient, Warning),
        ["timeout: of a pattern"] = new(Sync(() => Regex.IsMatch(new string('a', 40), "^(a+)+b$", RegexOptions.None, TimeSpan.FromMilliseconds(1))), Transient, Warning), // a TimeoutException, so U10 says transient
        ["timeout: of an old lock"] = new(Sync(OldLockTimesOut), Transient, Error, "hresult:0x800705b4"),
    };

    private static async Task OwnDeadlineAsync()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMilliseconds(1));
        await Task.Delay(Timeout.Infinite, deadline.Token);
    }

    private static async Task CancelPendingAsync()
    {
        await using var server = new LoopbackServer(LoopbackServer.Silence());
        using var client = new HttpClient();
        var asking = client.GetStringAsync(server.Address);
        client.CancelPendingRequests();
        await asking;
    }

    private static void OldLockTimesOut()
    {
        var held = new ReaderWriterLock();
        OnThread(() => held.AcquireWriterLock(Timeout.Infinite));
        held.AcquireReaderLock(1);
    }

    /// <summary>Runs something on a thread of its own, to its end.</summary>
    private static void OnThread(Action run)
    {
        Exception? thrown = null;
        var thread = new Thread(() => thrown = Record.Exception(run));
        thread.Start();
        thread.Join();
        if (thrown is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(thrown);
        }
    }
}
