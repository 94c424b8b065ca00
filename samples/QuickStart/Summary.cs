using System.Globalization;
using ErrorManagement.Analytics;

namespace QuickStart;

/// <summary>What was seen, at the end or when Ctrl+C came: the errors, the health, and three files: a page to look at, the same as text, and all records.</summary>
internal sealed class Summary(IErrorRegistry registry, ErrorReporter reporter, Terminal terminal)
{
    private const string PageFile = "report.html";
    private const string ReportFile = "report.md";
    private const string ExportFile = "errors.json";

    public async Task WriteAsync()
    {
        await registry.FlushAsync();
        terminal.Line();
        terminal.Heading("Errors, grouped");
        var errors = registry.GetErrors();
        if (errors.Count == 0)
        {
            terminal.Good("  none so far");
        }
        else
        {
            ErrorTable.Print(errors, terminal);
        }

        PrintHealth(HealthScore.Of(registry));
        await WriteFilesAsync();
    }

    private void PrintHealth(HealthScore health)
    {
        terminal.Line();
        terminal.Heading("Health");
        terminal.Line(string.Create(CultureInfo.InvariantCulture, $"  {health.Score:0.0} of 100, {health.Status.ToWireName()}"));
        foreach (var factor in health.Factors)
        {
            terminal.Line(string.Create(CultureInfo.InvariantCulture, $"  -{factor.Deduction:0.0}  {factor.Name} ({factor.Value:0.0}): {factor.Advice}"));
        }

        if (health.Factors.Count == 0)
        {
            terminal.Line($"  {health.Recommendation}");
        }
    }

    private async Task WriteFilesAsync()
    {
        try
        {
            var options = new ErrorReportOptions { Window = TimeSpan.FromMinutes(5) };
            await File.WriteAllTextAsync(ReportFile, reporter.ToMarkdown(options));
            await using (var page = File.Create(PageFile))
            {
                await reporter.WriteHtmlAsync(page, options);
            }

            await using (var file = File.Create(ExportFile))
            {
                await registry.ExportAsync(file, ErrorExportFormat.Json);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"The report cannot be written to {Environment.CurrentDirectory}: {e.Message.ReplaceLineEndings(" ")}");
        }

        terminal.Line();
        terminal.Line($"Written: {Path.GetFullPath(ReportFile)} and {Path.GetFullPath(ExportFile)}");
        terminal.Line($"Open in a browser: {Path.GetFullPath(PageFile)}");
    }
}
