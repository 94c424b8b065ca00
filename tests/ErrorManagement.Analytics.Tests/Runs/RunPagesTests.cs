using ErrorManagement.Analytics.Runs;
using ErrorManagement.TestKit;
using static ErrorManagement.Analytics.Tests.Runs.RunScene;

namespace ErrorManagement.Analytics.Tests.Runs;

public sealed class RunPagesTests
{
    private static readonly WorkRun[] Table = [.. Times(25, i => Failed("timeout", "Build", i / 10.0, $"r{i}"))];

    [Fact] // U37
    public async Task Pages_with_a_cursor_are_read_to_the_end()
    {
        var requests = new List<RunPageRequest>();
        var analytics = Over(RunSource.FromPages((request, _) =>
        {
            requests.Add(request);
            var from = request.Cursor is null ? 0 : int.Parse(request.Cursor, System.Globalization.CultureInfo.InvariantCulture);
            var next = from + request.PageSize < Table.Length ? $"{from + request.PageSize}" : null;
            return new(new RunPage([.. Table.Skip(from).Take(request.PageSize)], next));
        }));

        (await analytics.GetSummaryAsync(7)).TotalWorkflows.Should().Be(25);

        requests.Select(request => (request.Cursor, request.Offset)).Should().Equal((null, 0), ("10", 10), ("20", 20));
        requests.Should().OnlyContain(request => request.PageSize == 10 && request.Since == Now.AddDays(-7));
    }

    [Theory] // U37: a last page that is full, and one that is not
    [InlineData(25, 3)]
    [InlineData(20, 3)]
    [InlineData(0, 1)]
    public async Task Pages_with_an_offset_are_read_until_one_is_short(int rows, int asked)
    {
        var requests = 0;
        var analytics = Over(RunSource.FromOffsets((request, _) =>
        {
            requests++;
            return new([.. Table.Take(rows).Skip((int)request.Offset).Take(request.PageSize)]);
        }));

        (await analytics.GetSummaryAsync()).TotalWorkflows.Should().Be(rows);
        requests.Should().Be(asked);
    }

    [Fact]
    public Task A_cursor_that_comes_again_ends_with_an_error() =>
        Fails(RunSource.FromPages((_, _) => new(new RunPage([Ok()], "same"))), "*Page 2*never end*");

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(100)]
    public Task Cursors_that_go_in_circles_end_with_an_error(int length)
    {
        var page = 0;
        return Fails(RunSource.FromPages((_, _) => new(new RunPage([Ok()], $"{page++ % length}"))), "*never end*");
    }

    [Fact]
    public Task Pages_that_are_always_empty_end_with_an_error()
    {
        var page = 0;
        return Fails(RunSource.FromPages((_, _) => new(new RunPage([], $"{page++}"))), "*1000 pages in a row held no runs*");
    }

    [Fact]
    public async Task An_empty_page_in_between_is_no_trouble()
    {
        var page = 0;
        var analytics = Over(RunSource.FromPages((_, _) => new(page++ switch
        {
            0 => new RunPage([Ok()], "a"),
            1 => new RunPage([], "b"),
            _ => new RunPage([Ok()]),
        })));

        (await analytics.GetSummaryAsync()).TotalWorkflows.Should().Be(2);
    }

    [Fact]
    public Task More_pages_than_there_may_be_end_with_an_error()
    {
        var page = 0;
        return Fails(RunSource.FromPages((_, _) => new(new RunPage([Ok()], $"{page++}"))), "*more than 1500 pages*MaxPages*");
    }

    [Fact]
    public Task A_table_that_does_not_heed_the_offset_ends_with_an_error() =>
        Fails(RunSource.FromOffsets((request, _) => new([.. Table.Take(request.PageSize)])), "*same as the one before*offset (10)*");

    [Fact]
    public Task A_table_that_does_not_heed_the_page_size_ends_with_an_error() =>
        Fails(RunSource.FromOffsets((_, _) => new(Table)), "*25 runs; at most 10*");

    [Fact]
    public async Task A_page_that_is_null_ends_with_an_error()
    {
        await Fails(RunSource.FromPages((_, _) => new((RunPage)null!)), "Page 1*null*");
        await Fails(RunSource.FromPages((_, _) => new(new RunPage(null!))), "Page 1*null*");
        await Fails(RunSource.FromOffsets((_, _) => new((IReadOnlyList<WorkRun>)null!)), "Page 1*null*");
    }

    private static async Task Fails(RunSource source, string message) =>
        await FluentActions.Awaiting(() => Over(source).AnalyzeAsync()).Should().ThrowAsync<InvalidOperationException>().WithMessage(message);

    private static RunAnalytics Over(RunSource source) => new(source, new RunAnalyticsOptions { PageSize = 10, MaxPages = 1_500 }, timeProvider: new FakeTimeProvider(Now));
}
