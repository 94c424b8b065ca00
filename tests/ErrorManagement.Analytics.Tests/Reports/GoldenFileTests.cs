using System.Globalization;
using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Reports;

public class GoldenFileTests
{
    [Theory]
    [InlineData("a\nb\n", "a\nc\n", "line 2 is another one.\n  committed: b\n  now:       c")]
    [InlineData("a\n", "a\r\n", "line 1 is another one.\n  committed: a\n  now:       a\\r")]
    [InlineData("a", "a\nb", "line 2 is another one.\n  committed: (the text has ended)\n  now:       b")]
    public void A_difference_names_the_first_line(string expected, string actual, string words) => GoldenFile.Difference(expected, actual).Should().Be(words);

    [Fact]
    public void A_text_that_follows_the_culture_or_the_time_zone_is_found_out()
    {
        var instant = new DateTimeOffset(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
        var cultures = new HashSet<string>();
        var zones = new HashSet<TimeSpan>();
        var before = TimeZoneInfo.Local.GetUtcOffset(instant);

        Record.Exception(() => GoldenFile.CheckEverywhere("daily-empty.md", () =>
        {
            cultures.Add(1.5.ToString(CultureInfo.CurrentCulture));
            zones.Add(TimeZoneInfo.Local.GetUtcOffset(instant));
            return File.ReadAllText(PathOf("daily-empty.md"));
        })).Should().BeNull();

        cultures.Should().Contain(["1.5", "1,5"]);
        zones.Should().Contain([TimeSpan.FromHours(5.75), TimeSpan.FromHours(-3.5)]);
        TimeZoneInfo.Local.GetUtcOffset(instant).Should().Be(before);
    }

    // From where the tests run: in a deterministic build the compiler's paths lead nowhere.
    private static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "Reports", "Golden", name);
}
