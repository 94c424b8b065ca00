using System.Text.Json;
using ErrorManagement.Analytics;
using ErrorManagement.Architecture.Tests.Docs;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.TestKit;

namespace ErrorManagement.Architecture.Tests.Snippets;

/// <summary>The code and the shapes of docs/dashboards.md.</summary>
public sealed class DashboardsPageTests
{
    private static readonly MarkdownFile Page = MarkdownFile.All.Single(p => p.Path == "docs/dashboards.md");

    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task Dashboard()
    {
        using var registry = new ErrorRegistry(null, _clock);
        using var breakers = new CircuitBreakerRegistry(null, _clock);
        using var responseBody = new MemoryStream();
        registry.Record(new TimeoutException(), "payments");
        var from = _clock.GetUtcNow();
        var cancellationToken = CancellationToken.None;

        #region dashboard
        var dashboard = new ErrorDashboard(registry, breakers: breakers);

        // The last 24 hours, in one line of JSON; to a stream as UTF-8.
        var all = dashboard.GetDashboard();
        await all.WriteJsonAsync(responseBody, cancellationToken);

        // A week by six hours, and the five types that happened most in it.
        var week = dashboard.GetTimeline(TimeSpan.FromDays(7), TimeSpan.FromHours(6));
        var top = dashboard.GetTopErrors(TimeSpan.FromDays(7), limit: 5);

        // Any range: twenty minutes of last night, minute by minute.
        var night = dashboard.GetTimeline(from, from.AddMinutes(20), TimeSpan.FromMinutes(1));
        Console.WriteLine(night.ToJson(indented: true));
        #endregion

        new[] { all.Timeline.TotalErrors, week.TotalErrors, top.TotalErrors, night.TotalErrors }.Should().OnlyContain(total => total == 1);
        responseBody.Length.Should().BePositive();
    }

    [Fact]
    public void The_page_shows_the_members_that_are_written()
    {
        using var registry = new ErrorRegistry(null, _clock);
        using var written = JsonDocument.Parse(new ErrorDashboard(registry, null, _clock).GetDashboard().ToJson());
        var shown = string.Join('\n', Page.Lines);

        foreach (var name in Names(written.RootElement))
        {
            shown.Should().Contain($"\"{name}\":");
        }
    }

    private static IEnumerable<string> Names(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Names(member.Value).Prepend(member.Name)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Names),
        _ => [],
    };
}
