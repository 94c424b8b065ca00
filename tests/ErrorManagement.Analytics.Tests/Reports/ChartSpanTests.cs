using ErrorManagement.Analytics.Reports;

namespace ErrorManagement.Analytics.Tests.Reports;

public sealed class ChartSpanTests
{
    private static readonly DateTimeOffset Midnight = new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Ticks_stand_at_round_times_and_midnight_at_the_end_is_24_00() =>
        ChartSpan.Of(Midnight, TimeSpan.FromDays(1)).Ticks(7).Should().Equal((0, "00:00"), (100 / 6.0, "04:00"), (100 / 3.0, "08:00"), (50, "12:00"), (200 / 3.0, "16:00"), (250 / 3.0, "20:00"), (100, "24:00"));

    [Theory]
    [InlineData(1)]
    [InlineData(54)]
    [InlineData(1_440)]
    [InlineData(10_080)]
    [InlineData(50_000)]
    [InlineData(5_000_000_000)]
    public void There_are_never_more_ticks_than_asked_for(long minutes)
    {
        var span = ChartSpan.Of(Midnight.AddMinutes(3), TimeSpan.FromMinutes(minutes));

        span.Ticks(5).Count().Should().BeInRange(1, 5);
        span.Ticks(5).Should().OnlyContain(static tick => tick.Percent >= 0 && tick.Percent <= 100);
    }

    [Fact]
    public void What_lies_outside_is_at_the_nearer_end()
    {
        var span = ChartSpan.Of(Midnight, TimeSpan.FromHours(4));

        span.Percent(Midnight.AddDays(-1)).Should().Be(0);
        span.Percent(Midnight.AddHours(1)).Should().Be(25);
        span.Percent(Midnight.AddDays(1)).Should().Be(100);
        new ChartSpan(Midnight, Midnight).Percent(Midnight).Should().Be(0);
    }

    [Fact]
    public void Beyond_the_last_instant_there_is_none() =>
        ChartSpan.Of(DateTimeOffset.MaxValue.AddHours(-1), TimeSpan.FromDays(1)).To.Should().Be(DateTimeOffset.MaxValue);

    [Fact]
    public void A_span_is_named_as_a_reader_would()
    {
        ChartSpan.Of(Midnight, TimeSpan.FromDays(1)).Words(withDate: false).Should().Be("Fri 2026-11-20");
        ChartSpan.Of(Midnight.AddHours(18), TimeSpan.FromHours(81)).Words(withDate: true).Should().Be("2026-11-20 18:00 to 2026-11-24 03:00", "what is longer than a day is not named for its first one");
        ChartSpan.Of(Midnight.AddHours(23), TimeSpan.FromHours(1)).Words(withDate: false).Should().Be("23:00 to 24:00");
        ChartSpan.Of(Midnight.AddHours(3), TimeSpan.FromMinutes(5)).Words(withDate: true).Should().Be("11-20 03:00 to 03:05");
    }
}
