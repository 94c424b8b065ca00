using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace ErrorManagement.Benchmarks.Bars;

/// <summary>The table of docs/performance.md: one error in a catch block, recorded, logged or counted by hand.</summary>
internal static class RecordingSideBySide
{
    private const int TextWarmUps = 60_000;

    public static int Run()
    {
        using var silent = LoggerFactory.Create(static b => b.AddProvider(new LoggerOf(static (_, _) => { })));
        var kept = new string[1_024];
        var last = 0;
        using var keeping = LoggerFactory.Create(b => b.AddProvider(new LoggerOf((text, e) => kept[last++ & (kept.Length - 1)] = $"{text}{Environment.NewLine}{e}")));
        var logger = silent.CreateLogger("orders");
        var keeper = keeping.CreateLogger("orders");
        var counts = new ConcurrentDictionary<(string, string, string), long>();
        var id = 0;
#pragma warning disable CA1848 // measured is what catch blocks hold; a LoggerMessage delegate saves some 100 ns of it
        var formatted = FreshTiming.Of(new FreshTiming.Way(FreshErrors.Known, e => logger.LogError(e, "order {Id} failed", id++)));
        var asText = FreshTiming.Of(new FreshTiming.Way(FreshErrors.Known, e => keeper.LogError(e, "order {Id} failed", id++)) { WarmUps = TextWarmUps });
#pragma warning restore CA1848
        var counted = FreshTiming.Of(new FreshTiming.Way(static _ => FreshErrors.Known(17), e => counts.AddOrUpdate(("orders", e.GetType().FullName!, e.Message), 1, static (_, count) => count + 1)));
        var ours = RecordingCost.Measure();
        var without = RecordingCost.WithoutRuntimeStacks();
        Console.WriteLine("| in a catch block | ns | of throw + catch | B |");
        Console.WriteLine("|---|--:|--:|--:|");
        Print("throw and catch, ten frames deep", new FreshTiming.Cost(ours.Throw, 0, ours.Throw), null);
        Print("`registry.Record`, known error", new FreshTiming.Cost(ours.Known, ours.KnownBytes, ours.Throw));
        Print("the same without runtime stacks", new FreshTiming.Cost(without.Known, without.KnownBytes, without.Throw));
        Print("`registry.Record`, new error", new FreshTiming.Cost(ours.New, ours.NewBytes, ours.Throw));
        Print("the same without runtime stacks", new FreshTiming.Cost(without.New, without.NewBytes, without.Throw));
        Print("`ConcurrentDictionary.AddOrUpdate` by component, type and message", counted);
        Print("`logger.LogError(e, \"order {Id} failed\", id)`, formatted and dropped", formatted);
        Print("the same, with `e.ToString()`, into a ring of strings", asText);
        return 0;
    }

    private static void Print(string what, FreshTiming.Cost cost) => Print(what, cost, cost.Bytes);

    private static void Print(string what, FreshTiming.Cost cost, double? bytes) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {cost.Nanoseconds:0} | {cost.Nanoseconds / cost.Throw:0.000} | {bytes:0} |"));

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
