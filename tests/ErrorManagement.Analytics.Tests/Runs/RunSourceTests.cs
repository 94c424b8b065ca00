using System.Runtime.CompilerServices;
using System.Text;
using ErrorManagement.Analytics.Runs;
using ErrorManagement.TestKit;
using static ErrorManagement.Analytics.Tests.Runs.RunScene;

namespace ErrorManagement.Analytics.Tests.Runs;

public sealed class RunSourceTests
{
    private const string Lines =
        """
        {"id":"a","status":"failed","error_message":"timeout","started_at":"2030-01-30T08:00:00Z"}
        {"id":"b","status":"completed","started_at":"2030-01-30T09:00:00Z"}
        """;

    [Fact]
    public async Task Runs_in_memory_are_read_anew_each_time()
    {
        var runs = new List<WorkRun> { Ok() };
        var analytics = Over(RunSource.FromMemory(runs));

        (await analytics.GetSummaryAsync()).TotalWorkflows.Should().Be(1);
        runs.Add(Failed());
        (await analytics.GetSummaryAsync()).TotalWorkflows.Should().Be(2);
    }

    [Fact]
    public async Task A_file_is_read_anew_each_time_also_while_it_is_written()
    {
        var path = Path.Combine(Path.GetTempPath(), $"runs-{Guid.NewGuid():N}.jsonl");
        try
        {
            await File.WriteAllTextAsync(path, Lines);
            var analytics = Over(RunSource.FromJsonLines(path));
            (await analytics.GetSummaryAsync()).FailureRate.Should().Be(50);

            using var writer = new StreamWriter(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite));
            await writer.WriteAsync("\n{\"id\":\"c\",\"status\":\"failed\",\"started_at\":\"2030-01-30\"}\n{\"id\":\"half");
            await writer.FlushAsync();

            var analysis = await analytics.AnalyzeAsync();
            analysis.Summary.FailureRate.Should().Be(66.67);
            analysis.Intake.Faults.Should().Equal(new RunFault(4, "it is no valid JSON"));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_told() =>
        await FluentActions.Awaiting(() => Over(RunSource.FromJsonLines("/nowhere/at/all.jsonl")).AnalyzeAsync()).Should().ThrowAsync<IOException>();

    [Fact]
    public async Task A_stream_that_can_seek_is_read_again_from_where_it_stood_and_stays_open()
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes("garbage" + Lines)) { Position = 7 };
        var analytics = Over(RunSource.FromJsonLines(stream));

        (await analytics.AnalyzeAsync()).Intake.Lines.Should().Be(2);
        (await analytics.AnalyzeAsync()).Intake.Should().BeEquivalentTo(new { Lines = 2, Malformed = 0, Runs = 2 });
        stream.CanRead.Should().BeTrue();
    }

    [Fact]
    public async Task A_stream_that_cannot_seek_and_a_reader_are_read_once()
    {
        using var stream = new SlowStream(Encoding.UTF8.GetBytes(Lines), 10);
        using var reader = new StringReader(Lines);
        foreach (var source in new[] { RunSource.FromJsonLines(stream), RunSource.FromJsonLines(reader) })
        {
            var analytics = Over(source);

            (await analytics.AnalyzeAsync()).Summary.TotalWorkflows.Should().Be(2);
            await FluentActions.Awaiting(() => analytics.AnalyzeAsync()).Should().ThrowAsync<InvalidOperationException>().WithMessage("*can be read once*AnalyzeAsync*");
        }
    }

    [Fact]
    public async Task A_long_text_of_a_reader_is_read_whole()
    {
        var text = string.Concat(Enumerable.Range(0, 3_000).Select(i => $"{{\"id\":\"{i}\",\"failure_reason\":\"{new string('é', 40)}🚀\",\"started_at\":\"2030-01-30\"}}\n"));
        using var reader = new StringReader(text);

        var analysis = await Over(RunSource.FromJsonLines(reader)).AnalyzeAsync();

        analysis.Summary.TotalWorkflows.Should().Be(3_000);
        analysis.Intake.Malformed.Should().Be(0);
    }

    [Fact]
    public async Task A_query_is_told_since_when_and_its_token()
    {
        using var stop = new CancellationTokenSource();
        DateTimeOffset? asked = null;
        CancellationToken token = default;
        var source = RunSource.FromQuery((since, cancellationToken) =>
        {
            asked = since;
            token = cancellationToken;
            return Async(Ok(), cancellationToken);
        });

        (await Over(source).AnalyzeAsync(7, stop.Token)).Summary.TotalWorkflows.Should().Be(1);

        asked.Should().Be(Now.AddDays(-7));
        token.Should().Be(stop.Token);
    }

    [Fact]
    public async Task Events_of_several_sources_add_up()
    {
        var source = RunSource.FromMemory([Ok()])
            .WithEvents([new RunErrorEvent { Message = "timeout", At = Now }])
            .WithEvents((since, cancellationToken) => Async(new RunErrorEvent { Message = "timeout", At = since }, cancellationToken));

        (await Over(source).GetPatternsAsync())[0].Occurrences.Should().Be(2);
    }

    [Fact]
    public void What_is_null_is_told_at_once()
    {
        FluentActions.Invoking(() => RunSource.FromMemory(null!)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => RunSource.FromJsonLines((string)null!)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => RunSource.FromPages(null!)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => new RunAnalytics(null!)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => RunSource.FromMemory([]).WithEvents((IErrorRegistry)null!)).Should().Throw<ArgumentNullException>();
    }

    private static RunAnalytics Over(RunSource source) => new(source, timeProvider: new FakeTimeProvider(Now));

    private static async IAsyncEnumerable<T> Async<T>(T item, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        yield return item;
    }
}
