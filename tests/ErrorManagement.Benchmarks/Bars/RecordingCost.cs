using System.Diagnostics;
using System.Text.Json;
using ErrorManagement.Analytics;
using ErrorManagement.Analytics.Registry;

namespace ErrorManagement.Benchmarks.Bars;

/// <summary>What Record costs the thread that calls it, in nanoseconds of its CPU time, beside what it is measured against.</summary>
/// <param name="Known">An error that is known; ids vary in its message.</param>
/// <param name="KnownBytes">What it allocates.</param>
/// <param name="New">An error that was never seen; names, lines and text are the worker's.</param>
/// <param name="NewBytes">What it allocates.</param>
/// <param name="Throw">Throw and catch, <see cref="DeepThrow.Frames"/> frames deep.</param>
/// <param name="StackTrace">A <see cref="System.Diagnostics.StackTrace"/> without files, at the same depth.</param>
internal sealed record RecordingCost(double Known, double KnownBytes, double New, double NewBytes, double Throw, double StackTrace)
{
    private const int MostWaiting = 250; // well below what may wait in the queue of new errors
    private const int NewWarmUps = 10_000; // each is finished by the worker, which takes its time

    /// <summary>Starts a process that measures without runtime stacks and prints its figures.</summary>
    public const string Command = "recording-cost-without-runtime-stacks";

    private static readonly Lazy<RecordingCost> Here = new(MeasureHere);
    private static readonly Lazy<RecordingCost> There = new(AskAnotherProcess);

    public double PartOfThrow => Known / Throw;

    public double PartOfStackTrace => New / StackTrace;

    /// <summary>The costs in this process, measured once.</summary>
    public static RecordingCost Measure() => Here.Value;

    /// <summary>The costs where the runtime's own frame lists are not read, measured once, in a process of its own: that is decided at start.</summary>
    public static RecordingCost WithoutRuntimeStacks() => There.Value;

    /// <summary>What the other process does.</summary>
    public static int Answer()
    {
        AppContext.SetSwitch(RawStack.OffSwitch, true);
        Console.WriteLine(JsonSerializer.Serialize(MeasureHere()));
        return RawStack.IsTrusted ? 1 : 0;
    }

    private static RecordingCost MeasureHere()
    {
        using var known = new ErrorRegistry();
        using var young = new ErrorRegistry();
        var recorded = 0L;
        var distinct = 0;
        known.Record(FreshErrors.Known(0), "orders");
        var again = FreshTiming.Of(new FreshTiming.Way(FreshErrors.Known, e => Record(known, e, ref recorded)));
        var first = FreshTiming.Of(new FreshTiming.Way(FreshErrors.Distinct, e => young.Record(e, FreshErrors.ComponentOf(distinct++)))
        {
            Settle = () => Flush(young),
            Batch = MostWaiting,
            WarmUps = NewWarmUps,
        });
        var stack = FreshTiming.Of(new FreshTiming.Way(FreshErrors.Distinct, static e => _ = new StackTrace(e, fNeedFileInfo: false)) { Batch = MostWaiting });
        var counted = known.GetStatistics();
        if (counted.UniqueErrors != 1 || counted.TotalCount != recorded + 1)
        {
            throw new InvalidOperationException($"Not one known error: {counted.UniqueErrors} records, {counted.TotalCount} of {recorded + 1} counted.");
        }

        var ledger = young.GetStatistics().Ledger;
        if (ledger.Captured != distinct || ledger.Dropped.Keys.Any(static reason => reason != DropReason.Evicted))
        {
            throw new InvalidOperationException($"Not all were taken as new: {ledger.Captured} of {distinct}, lost: {string.Join(", ", ledger.Dropped)}.");
        }

        return new RecordingCost(again.Nanoseconds, again.Bytes, first.Nanoseconds, first.Bytes, again.Throw, stack.Nanoseconds);
    }

    private static void Record(ErrorRegistry registry, Exception exception, ref long recorded)
    {
        registry.Record(exception, "orders");
        recorded++;
    }

    private static void Flush(ErrorRegistry registry) => registry.FlushAsync().AsTask().GetAwaiter().GetResult();

    private static RecordingCost AskAnotherProcess()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
        {
            start.ArgumentList.Add(typeof(RecordingCost).Assembly.Location);
        }

        start.ArgumentList.Add(Command);
        using var process = Process.Start(start)!;
        var answer = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? JsonSerializer.Deserialize<RecordingCost>(answer)!
            : throw new InvalidOperationException($"The process without runtime stacks ended with {process.ExitCode}: {answer}");
    }
}
