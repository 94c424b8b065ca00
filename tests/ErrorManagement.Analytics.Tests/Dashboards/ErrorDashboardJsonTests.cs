using System.Globalization;
using System.Text;
using System.Text.Json;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Dashboards;

public sealed class ErrorDashboardJsonTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 5, 2, 20, TimeSpan.Zero);

    [Theory] // S0.96 to S0.101
    [InlineData("timeline.json")]
    [InlineData("top-errors.json")]
    [InlineData("component-distribution.json")]
    [InlineData("severity-breakdown.json")]
    [InlineData("error-rate-trend.json")]
    [InlineData("pattern-alerts.json")]
    [InlineData("circuit-breakers.json")]
    [InlineData("dashboard.json")]
    [InlineData("dashboard-empty.json")]
    public void Each_shape_is_the_committed_one(string name) => GoldenFile.CheckEverywhere(name, () => Make(name));

    [Fact] // S0.101
    public async Task A_stream_gets_the_same_in_one_line_as_UTF8()
    {
        var (registry, breakers, time) = Scene();
        using (registry)
        using (breakers)
        {
            var all = new ErrorDashboard(registry, null, time, breakers).GetDashboard();
            using var stream = new MemoryStream();

            await all.WriteJsonAsync(stream);

            var text = Encoding.UTF8.GetString(stream.ToArray());
            text.Should().Be(all.ToJson()).And.NotContain("\n").And.StartWith("{\"generated_at\":");
            stream.CanWrite.Should().BeTrue();
            foreach (var (write, read) in new (Func<Stream, Task>, string)[]
            {
                (to => all.Timeline.WriteJsonAsync(to), all.Timeline.ToJson()),
                (to => all.TopErrors.WriteJsonAsync(to), all.TopErrors.ToJson()),
                (to => all.ComponentDistribution.WriteJsonAsync(to), all.ComponentDistribution.ToJson()),
                (to => all.ErrorRateTrend.WriteJsonAsync(to), all.ErrorRateTrend.ToJson()),
                (to => all.PatternAlerts.WriteJsonAsync(to), all.PatternAlerts.ToJson()),
                (to => all.CircuitBreakers.WriteJsonAsync(to), all.CircuitBreakers.ToJson()),
            })
            {
                stream.SetLength(0);
                await write(stream);
                Encoding.UTF8.GetString(stream.ToArray()).Should().Be(read);
            }

            await FluentActions.Awaiting(() => all.WriteJsonAsync(null!)).Should().ThrowAsync<ArgumentNullException>();
            await FluentActions.Awaiting(() => all.WriteJsonAsync(new MemoryStream(), new CancellationToken(canceled: true))).Should().ThrowAsync<OperationCanceledException>();
        }
    }

    [Theory] // names that want to hurt
    [InlineData("\"},{\"x\":\"")]
    [InlineData("</script><script>alert(1)</script>")]
    [InlineData("\u202Egnirts \u0000\u0007\u001b[31m\u2028")]
    [InlineData("half \uD83D of a pair")]
    [InlineData("\uDE00")]
    [InlineData("\uFFFF\uFFFE")]
    public void Foreign_names_break_nothing(string name)
    {
        var time = new FakeTimeProvider(Start);
        using var registry = new ErrorRegistry(null, time);
        using var breakers = new CircuitBreakerRegistry(new CircuitBreakerOptions { FailureThreshold = 1 }, time);
        breakers.Create(name + "b");
        for (var i = 0; i < 20; i++)
        {
            registry.Record(new ErrorOccurrence(name, name, name));
        }

        var all = new ErrorDashboard(registry, null, time, breakers).GetDashboard();
        var json = all.ToJson();

        json.Should().NotContain("<").And.NotContain("\u202E").And.NotContain("\u0000");
        using var read = JsonDocument.Parse(json);
        var charts = read.RootElement.GetProperty("charts");
        charts.GetProperty("top_errors").GetProperty("data").GetArrayLength().Should().Be(1);
        charts.GetProperty("top_errors").GetProperty("data")[0].GetProperty("label").GetString().Should().Be(Valid(all.TopErrors.Data[0].ErrorType));
        charts.GetProperty("component_distribution").GetProperty("data")[0].GetProperty("label").GetString().Should().Be(Valid(all.ComponentDistribution.Data[0].Name));
        charts.GetProperty("pattern_alerts").GetProperty("count").GetInt32().Should().BePositive();

        static string Valid(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
    }

    [Fact]
    public void Names_of_ten_thousand_characters_are_no_more_than_the_registry_keeps()
    {
        var time = new FakeTimeProvider(Start);
        using var registry = new ErrorRegistry(null, time);
        registry.Record(new ErrorOccurrence(new string('c', 10_000), new string('T', 10_000), new string('m', 10_000)));

        var chart = new ErrorDashboard(registry, null, time).GetDashboard();

        chart.ToJson().Length.Should().BeLessThan(60_000);
        chart.TopErrors.Data.Single().Count.Should().Be(1);
    }

    private static string Make(string name)
    {
        if (name == "dashboard-empty.json")
        {
            var time = new FakeTimeProvider(Start);
            using var registry = new ErrorRegistry(null, time);
            return new ErrorDashboard(registry, null, time).GetDashboard(TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(15)).ToJson(indented: true);
        }

        var scene = Scene();
        using (scene.Registry)
        using (scene.Breakers)
        {
            var range = TimeSpan.FromHours(3);
            var dashboard = new ErrorDashboard(scene.Registry, new ErrorDashboardOptions { TopErrors = 2, RateBucket = TimeSpan.FromMinutes(30) }, scene.Time, scene.Breakers);
            return name switch
            {
                "timeline.json" => dashboard.GetTimeline(range).ToJson(indented: true),
                "top-errors.json" => dashboard.GetTopErrors(range).ToJson(indented: true),
                "component-distribution.json" => dashboard.GetComponentDistribution(range).ToJson(indented: true),
                "severity-breakdown.json" => dashboard.GetSeverityBreakdown(range).ToJson(indented: true),
                "error-rate-trend.json" => dashboard.GetErrorRateTrend(range).ToJson(indented: true),
                "pattern-alerts.json" => dashboard.GetPatternAlerts(range).ToJson(indented: true),
                "circuit-breakers.json" => dashboard.GetCircuitBreakers(range).ToJson(indented: true),
                _ => dashboard.GetDashboard(range).ToJson(indented: true),
            };
        }
    }

    /// <summary>Seven quiet hours, then a breaker that opens and three hundred errors.</summary>
    private static (ErrorRegistry Registry, CircuitBreakerRegistry Breakers, FakeTimeProvider Time) Scene()
    {
        var time = new FakeTimeProvider(Start);
        var registry = new ErrorRegistry(null, time);
        var breakers = new CircuitBreakerRegistry(new CircuitBreakerOptions { FailureThreshold = 3, BreakDuration = TimeSpan.FromMinutes(10) }, time);
        breakers.Create("payments");
        breakers.Create("stock");
        for (var i = 0; i < 84; i++)
        {
            Record("stock", "Shop.Stock.MissingException", 1 + (i % 3), ErrorSeverity.Warning);
            time.Advance(TimeSpan.FromMinutes(5));
        }

        for (var i = 0; i < 3; i++)
        {
            FluentActions.Invoking(() => breakers.Find("payments")!.Execute(() => throw new TimeoutException("no answer"))).Should().Throw<TimeoutException>();
        }

        Record("payments", "System.TimeoutException", 300, ErrorSeverity.Error);
        Record("mail \"ünïcode\" <b>", "Shop.Mail.\u202EException", 25, ErrorSeverity.Critical);
        Record("api", "System.ArgumentException", 2, ErrorSeverity.Info);
        time.Advance(TimeSpan.FromMinutes(4));
        Record("payments", "System.TimeoutException", 11, ErrorSeverity.Error);
        time.Advance(TimeSpan.FromSeconds(30));
        return (registry, breakers, time);

        void Record(string component, string type, int times, ErrorSeverity severity)
        {
            for (var i = 0; i < times; i++)
            {
                registry.Record(new ErrorOccurrence(component, type, string.Create(CultureInfo.InvariantCulture, $"no answer to request {i}")) { Severity = severity });
            }
        }
    }
}
