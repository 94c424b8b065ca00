using System.Globalization;
using ErrorManagement.Analytics;
using ErrorManagement.Analytics.Runs;

namespace ErrorManagement.Architecture.Tests.Snippets;

/// <summary>The code of docs/runs.md, and the figures that the page shows.</summary>
public sealed class RunsPageTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 31, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Use()
    {
        var path = Path.Combine(Path.GetTempPath(), $"runs-{Guid.NewGuid():N}.jsonl");
        var report = Path.ChangeExtension(path, ".md");
        var cancellationToken = CancellationToken.None;
        var recent = DateTimeOffset.UtcNow.AddHours(-1).ToString("O", CultureInfo.InvariantCulture);
        await File.WriteAllTextAsync(path, $$"""
            {"id":"wf-1","status":"failed","phase_errors":{"Build":"No module named 'requests'"},"started_at":"{{recent}}"}
            {"id":"wf-2","status":"completed","current_phase":"Ship","started_at":"{{recent}}"}
            """, cancellationToken);
        try
        {
            #region use
            var analytics = new RunAnalytics(RunSource.FromJsonLines(path));
            var analysis = await analytics.AnalyzeAsync(days: 30, cancellationToken);
            Console.WriteLine(analysis.ToText());
            await analysis.WriteMarkdownAsync(report, cancellationToken);
            #endregion

            analysis.Summary.FailureRate.Should().Be(50);
            (await File.ReadAllTextAsync(report, cancellationToken)).Should().StartWith("# Error Analysis Report");
        }
        finally
        {
            File.Delete(path);
            File.Delete(report);
        }
    }

    [Fact]
    public async Task Pages()
    {
        var table = new Table();

        #region pages
        var source = RunSource.FromPages(async (request, cancellationToken) =>
        {
            // The last id of a page is the cursor of the next one.
            var rows = await table.ReadAsync(since: request.Since, afterId: request.Cursor, limit: request.PageSize, cancellationToken);
            return new RunPage(
                [
                    .. rows.Select(row => new WorkRun
                    {
                        Id = row.Id,
                        Status = row.State,
                        FailureReason = row.Error,
                        PhaseErrors = row.PhaseErrorsJson,
                        CurrentPhase = row.Step,
                        StartedAt = row.StartedAt,
                    }),
                ],
                NextCursor: rows.Count == request.PageSize ? rows[^1].Id : null);
        });
        #endregion

        (await new RunAnalytics(source, new RunAnalyticsOptions { PageSize = 2 }).AnalyzeAsync()).Summary.TotalWorkflows.Should().Be(3);
    }

    [Fact]
    public async Task Events()
    {
        var runs = Array.Empty<WorkRun>();
        using var registry = new ErrorRegistry();
        registry.Record(new TimeoutException("slow"), "payments");

        #region events
        var source = RunSource.FromMemory(runs)
            .WithEvents(registry)
            .WithEvents([new RunErrorEvent { Message = "connection refused", Phase = "Ship", RunId = "wf-7", At = DateTimeOffset.UtcNow }]);
        #endregion

        (await new RunAnalytics(source).GetPatternsAsync()).Select(pattern => pattern.PatternName).Should().BeEquivalentTo("Timeout Error", "Connection Error");
    }

    [Fact]
    public void Example()
    {
        #region example
        var runs = new List<WorkRun>();
        for (var i = 0; i < 20; i++)
        {
            var day = new DateTimeOffset(2030, 1, 12 + i, 9, 0, 0, TimeSpan.Zero).AddDays(-1);
            runs.Add(new WorkRun { Id = $"a{i}", Status = "completed", CurrentPhase = "Build", StartedAt = day });
            runs.Add(new WorkRun { Id = $"b{i}", Status = "completed", CurrentPhase = "Test", StartedAt = day });
            runs.Add(new WorkRun
            {
                Id = $"c{i}",
                Status = i < 14 ? "completed" : "failed",
                CurrentPhase = "Test",
                PhaseErrors = i < 14 ? null : """{"Test": "step timed out after 120 s"}""",
                StartedAt = day,
            });
        }

        var analysis = RunAnalytics.Analyze(runs, now: new DateTimeOffset(2030, 1, 31, 12, 0, 0, TimeSpan.Zero));
        Console.WriteLine(analysis.ToText(RunSections.Summary | RunSections.Patterns | RunSections.Phases));
        #endregion

        analysis.GeneratedAt.Should().Be(Now);
        var shown = analysis.ToText(RunSections.Summary | RunSections.Patterns | RunSections.Phases).Replace("\r", "", StringComparison.Ordinal);
        shown.Should().Contain(
            """
            SUMMARY
            Total workflows: 60
            Failed workflows: 6
            Failure rate: 10.0%
            Most problematic phase: Test (6 failures)
            Status: warning

            TOP ERROR PATTERNS
            1. Timeout Error (6 occurrences)
               Example: "step timed out after 120 s"
               Recommendation: Raise the time limit, or make the operation faster; see
               whether the other side is overloaded.

            PHASE BREAKDOWN
            Test:     6 errors (15.0%) <- problem
            Build:    0 errors (0.0%)

            """);
        analysis.Trends.DirectionName.Should().Be("increasing");
        analysis.Trends.PercentageChange.Should().Be(100);
    }

    private sealed record Row(string Id, string State, string? Error, string? PhaseErrorsJson, string? Step, DateTimeOffset StartedAt);

    private sealed class Table
    {
        private readonly Row[] _rows = [.. Enumerable.Range(1, 3).Select(i => new Row($"{i}", "done", null, null, "Build", DateTimeOffset.UtcNow.AddHours(-i)))];

        public Task<IReadOnlyList<Row>> ReadAsync(DateTimeOffset since, string? afterId, int limit, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Task.FromResult<IReadOnlyList<Row>>([.. _rows.Where(row => row.StartedAt >= since && string.CompareOrdinal(row.Id, afterId ?? "") > 0).Take(limit)]);
        }
    }
}
