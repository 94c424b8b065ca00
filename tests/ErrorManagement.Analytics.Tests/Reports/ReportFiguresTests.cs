using ErrorManagement.Analytics.Reports;

namespace ErrorManagement.Analytics.Tests.Reports;

public class ReportFiguresTests
{
    [Theory]
    [InlineData(-5, "0 s")]
    [InlineData(0, "0 s")]
    [InlineData(0.9, "0 s")]
    [InlineData(59, "59 s")]
    [InlineData(60, "1 min")]
    [InlineData(61, "1 min 1 s")]
    [InlineData(3_600, "1 h")]
    [InlineData(3_601, "1 h")]
    [InlineData(90_000, "1 d 1 h")]
    [InlineData(86_400 * 12_000L, "12,000 d")]
    public void A_length_is_shown_in_its_two_largest_units(double seconds, string expected) =>
        ReportFigures.Length(TimeSpan.FromSeconds(seconds)).Should().Be(expected);

    [Theory]
    [InlineData(0, 0, "–")]
    [InlineData(0, 10, "0%")]
    [InlineData(1, 1_000, "under 1%")]
    [InlineData(1, 2, "50%")]
    [InlineData(999, 1_000, "over 99%")]
    [InlineData(5, 5, "100%")]
    public void A_share_is_never_rounded_to_nothing_or_all(long part, long whole, string expected) =>
        ReportFigures.Share(part, whole).Should().Be(expected);

    [Theory]
    [InlineData(1, "1 error")]
    [InlineData(0, "0 errors")]
    [InlineData(12_345, "12,345 errors")]
    public void A_count_has_its_plural(long count, string expected) => ReportFigures.Count(count, "error").Should().Be(expected);

    [Theory]
    [InlineData(24 * 60, "24 h")]
    [InlineData(60, "1 h")]
    [InlineData(90, "1 h 30 min")]
    [InlineData(5, "5 min")]
    public void A_window_is_named_in_hours_when_it_is_whole_hours(int minutes, string expected) =>
        ReportFigures.Window(TimeSpan.FromMinutes(minutes)).Should().Be(expected);
}
