using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;

namespace ErrorManagement.Core.Tests.Classification;

// Mistakes in a program. The type says where it went wrong, not whether the data, the order of events or the code was to blame:
// the next try may meet the same line with other data, so nobody can say.
internal static partial class ThrownForReal
{
    private const string Bug = "a mistake in the program: data, order of events or code may be to blame";

    private static Dictionary<string, Case> Bugs() => new()
    {
        ["bug: null reference"] = Undecided(() => _ = Nothing().Length, Bug),
        ["bug: empty sequence"] = Undecided(() => _ = Array.Empty<int>().First(), Bug),
        ["bug: more than one"] = Undecided(() => _ = new[] { 1, 2 }.Single(), Bug),
        ["bug: empty queue"] = Undecided(() => new Queue<int>().Dequeue(), Bug),
        ["bug: no value"] = Undecided(() => _ = ((int?)Nobody())!.Value, Bug),
        ["bug: changed while enumerated"] = Undecided(ChangeWhileEnumerating, Bug),
        ["bug: index"] = Undecided(() => _ = Array.Empty<int>()[Environment.ProcessorCount], Bug),
        ["bug: cast"] = Undecided(() => _ = (string)(object)1, Bug),
        ["bug: conversion"] = Undecided(() => Convert.ChangeType(new object(), typeof(int), null), Bug),
        ["bug: type of an element"] = Undecided(() => ((object[])new string[1])[0] = 1, Bug),
        ["bug: division by zero"] = Undecided(() => _ = 1 / (Environment.ProcessorCount - Environment.ProcessorCount), Bug),
        ["bug: not a number"] = Undecided(() => _ = Math.Sign(double.NaN), Bug),
        ["bug: disposed"] = Undecided(UseDisposed, Bug),
        ["bug: disposed source of tokens"] = Undecided(UseDisposedSource, Bug),
        ["bug: closed channel"] = Undecided(WriteToClosed, "closed in good order, perhaps, and perhaps too early"),
        ["bug: collection complete"] = Undecided(AddToComplete, "closed in good order, perhaps, and perhaps too early"),
        ["bug: result set twice"] = Undecided(SetTwice, Bug),
        ["bug: task started twice"] = Undecided(StartTwice, Bug),
        ["bug: semaphore released too often"] = Undecided(() => new SemaphoreSlim(1, 1).Release(), Bug),
        ["bug: lock not held"] = Undecided(() => Monitor.Exit(new object()), Bug),
        ["bug: lock not held, of readers"] = Undecided(() => new ReaderWriterLockSlim().ExitReadLock(), Bug),
        ["bug: lock taken twice"] = Undecided(LockTwice, Bug),
        ["bug: thread started twice"] = Undecided(StartThreadTwice, Bug),
        ["bug: lazy value that needs itself"] = Undecided(NeedItself, Bug),
        ["bug: no case fits"] = Undecided(FitNoCase, Bug),
        ["bug: place that cannot be reached"] = Undecided(() => throw new UnreachableException(), Bug),
        ["bug: arguments of a method"] = Undecided(() => typeof(object).GetMethod(nameof(GetHashCode))!.Invoke(new object(), [1]), Bug),
        ["bug: method without its object"] = Undecided(() => typeof(object).GetMethod(nameof(GetHashCode))!.Invoke(null, null), Bug),
        ["bug: row of another table"] = Undecided(() => new System.Data.DataTable().Rows.Remove(new System.Data.DataTable().NewRow()), Bug),
        ["bug: lock left by a dead thread"] = Undecided(TakeAbandoned, "what the lock guards may be half done"),
        ["bug: thread interrupted"] = Undecided(BeInterrupted, "whoever interrupts says nothing about why"),
    };

#pragma warning disable CS8509 // a switch that forgot a case is what is wanted here
    private static void FitNoCase() => _ = Environment.ProcessorCount switch { < 0 => 1 };
#pragma warning restore CS8509

    private static string Nothing() => null!;

    private static object? Nobody() => null;

    private static void ChangeWhileEnumerating()
    {
        var list = new List<int> { 1, 2 };
        foreach (var item in list)
        {
            list.Remove(item);
        }
    }

    private static void UseDisposed()
    {
        var stream = new MemoryStream();
        stream.Dispose();
        stream.ReadByte();
    }

    private static void UseDisposedSource()
    {
        var source = new CancellationTokenSource();
        source.Dispose();
        _ = source.Token;
    }

    private static void WriteToClosed()
    {
        var channel = Channel.CreateUnbounded<int>();
        channel.Writer.Complete();
        channel.Writer.Complete();
    }

    private static void AddToComplete()
    {
        using var collection = new BlockingCollection<int>();
        collection.CompleteAdding();
        collection.Add(1);
    }

    private static void SetTwice()
    {
        var source = new TaskCompletionSource();
        source.SetResult();
        source.SetResult();
    }

    private static void StartTwice()
    {
        var task = new Task(() => { });
        task.Start();
        task.Start();
    }

    private static void LockTwice()
    {
        using var gate = new ReaderWriterLockSlim();
        gate.EnterWriteLock();
        try
        {
            gate.EnterWriteLock();
        }
        finally
        {
            gate.ExitWriteLock();
        }
    }

    private static void StartThreadTwice()
    {
        var thread = new Thread(() => { });
        thread.Start();
        thread.Join();
        thread.Start();
    }

    private static void NeedItself()
    {
        Lazy<int>? lazy = null;
        lazy = new Lazy<int>(() => lazy!.Value);
        _ = lazy.Value;
    }

    private static void TakeAbandoned()
    {
        using var mutex = new Mutex();
        OnThread(() => mutex.WaitOne());
        try
        {
            mutex.WaitOne();
        }
        finally
        {
            mutex.ReleaseMutex();
        }
    }

    private static void BeInterrupted() => OnThread(() =>
    {
        Thread.CurrentThread.Interrupt();
        Thread.Sleep(1);
    });
}
