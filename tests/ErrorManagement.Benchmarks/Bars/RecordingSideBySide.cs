using System.Collections.Concurrent;
using System.Globalization;
using ErrorManagement.Analytics;
using Microsoft.Extensions.Logging;

namespace ErrorManagement.Benchmarks.Bars;

/// <summary>The table of docs/performance.md: one error in a catch block, recorded, logged or counted by hand.</summary>
internal static class RecordingSideBySide
{
    public static int Run()
    {
        using var silent = LoggerFactory.Create(static b => b.AddProvider(new LoggerOf(static (_, _) => { })));
        var kept = new string[1_024];
        var last = 0;
        using var keeping = LoggerFactory.Create(b => b.AddProvider(new LoggerOf((text, e) => kept[last++ & (kept.Length - 1)] = $"{text}{Environment.NewLine}{e}")));
        var logger = silent.CreateLogger("orders");
        var keeper = keeping.CreateLogger("orders");
        var counts = new ConcurrentDictionary<(string, string, string), long>();
        using var registry = new ErrorRegistry();
        var id = 0;
#pragma warning disable CA1848 // measured is what catch blocks hold; a LoggerMessage delegate saves some 100 ns of it
        var others = FreshTiming.Each(
            new FreshTiming.Way(FreshErrors.Known, e => registry.Record(e, "orders")),
            new FreshTiming.Way(FreshErrors.Known, e => logger.LogError(e, "order {Id} failed", id++)),
            new FreshTiming.Way(FreshErrors.Known, e => keeper.LogError(e, "order {Id} failed", id++)) { WarmUps = 40 },
            new FreshTiming.Way(static _ => FreshErrors.Known(17), e => counts.AddOrUpdate(("orders", e.GetType().FullName!, e.Message), 1, static (_, count) => count + 1)));
#pragma warning restore CA1848
        var ours = RecordingCost.Measure();
        var without = RecordingCost.WithoutRuntimeStacks();
        Console.WriteLine("| in a catch block | ns | of throw + catch | B |");
        Console.WriteLine("|---|--:|--:|--:|");
        Print("throw and catch, ten frames deep", ours.Throw, ours.Throw, null);
        Print("`registry.Record`, known error", ours.Known, ours.Throw, ours.KnownBytes);
        Print("the same without runtime stacks", without.Known, without.Throw, without.KnownBytes);
        Print("`registry.Record`, new error", ours.New, ours.Throw, ours.NewBytes);
        Print("the same without runtime stacks", without.New, without.Throw, without.NewBytes);
        Print("`ConcurrentDictionary.AddOrUpdate` by component, type and message", others[3].Nanoseconds, ours.Throw, others[3].Bytes);
        Print("`logger.LogError(e, \"order {Id} failed\", id)`, formatted and dropped", others[1].Nanoseconds, ours.Throw, others[1].Bytes);
        Print("the same, with `e.ToString()`, into a ring of strings", others[2].Nanoseconds, ours.Throw, others[2].Bytes);
        return 0;
    }

    private static void Print(string what, double nanoseconds, double thrown, double? bytes) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {nanoseconds:0} | {nanoseconds / thrown:0.000} | {bytes:0} |"));

    /// <summary>A logger that formats each message and hands it on, as every logger that writes must.</summary>
    private sealed class LoggerOf(Action<string, Exception?> write) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            write(formatter(state, exception), exception);

        public void Dispose()
        {
        }
    }
}
