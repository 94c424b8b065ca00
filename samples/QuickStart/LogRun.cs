using System.Diagnostics;
using System.Globalization;
using ErrorManagement;
using ErrorManagement.Analytics;

namespace QuickStart;

/// <summary>Feeds a log to the registry, line by line, and prints the groups that came out.</summary>
internal sealed class LogRun(IErrorRegistry registry, Terminal terminal)
{
    private static readonly TimeSpan FirstProgress = TimeSpan.FromSeconds(1);

    public async Task RunAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = await LogFile.OpenAsync(path, cancellationToken);
        var component = path == "-" ? "stdin" : Path.GetFileNameWithoutExtension(path);
        var start = Stopwatch.GetTimestamp();
        var shown = FirstProgress;
        var step = Console.IsErrorRedirected ? TimeSpan.FromSeconds(5) : TimeSpan.FromSeconds(0.2);
        long lines = 0;
        try
        {
            await foreach (var message in file.ReadAsync(cancellationToken))
            {
                registry.Record(new ErrorOccurrence(component, "LogLine", message));
                if ((++lines & 0xFF) == 0 && Stopwatch.GetElapsedTime(start) is var elapsed && elapsed > shown)
                {
                    shown = elapsed + step;
                    terminal.Progress(Progress(file, lines, elapsed));
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            terminal.Warn($"Stopped after {Number(lines)} lines; this is what they hold.");
        }

        terminal.ClearProgress();
        if (lines == 0 && !cancellationToken.IsCancellationRequested)
        {
            throw new InputException($"{file.Name} holds only blank lines; there is nothing to group.");
        }

        await registry.FlushAsync(CancellationToken.None);
        var took = Stopwatch.GetElapsedTime(start);
        var groups = registry.GetErrors();
        terminal.Heading($"{Number(lines)} lines of {file.Name} in {Number(groups.Count)} groups ({took.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s)");
        ErrorTable.PrintGroups(groups, lines, terminal);
        var dropped = registry.GetStatistics().Ledger.Dropped.Values.Sum();
        if (dropped > 0)
        {
            terminal.Warn($"{Number(dropped)} lines were counted without their details: the registry keeps a bounded number of groups.");
        }
    }

    private static string Progress(LogFile file, long lines, TimeSpan elapsed)
    {
        var share = file.Position is { } position ? string.Create(CultureInfo.InvariantCulture, $", {position:0 %}") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{lines:N0} lines{share}, {lines / elapsed.TotalSeconds:N0} lines/s");
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
