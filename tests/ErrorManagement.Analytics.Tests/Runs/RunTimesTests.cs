using System.Globalization;
using ErrorManagement.Analytics.Runs;

namespace ErrorManagement.Analytics.Tests.Runs;

public sealed class RunTimesTests
{
    [Theory]
    [InlineData("2030-01-31", "2030-01-31T00:00:00.0000000Z")]
    [InlineData("2030-01-31T08:09", "2030-01-31T08:09:00.0000000Z")]
    [InlineData("2030-01-31 08:09:10", "2030-01-31T08:09:10.0000000Z")]
    [InlineData("2030-01-31T08:09:10Z", "2030-01-31T08:09:10.0000000Z")]
    [InlineData("2030-01-31t08:09:10z", "2030-01-31T08:09:10.0000000Z")]
    [InlineData("  2030-01-31T08:09:10.5 UTC ", "2030-01-31T08:09:10.5000000Z")]
    [InlineData("2030-01-31T08:09:10.123456", "2030-01-31T08:09:10.1234560Z")]
    [InlineData("2030-01-31T08:09:10.123456789Z", "2030-01-31T08:09:10.1234567Z")]
    [InlineData("2030-01-31T08:09:10,25+02:00", "2030-01-31T06:09:10.2500000Z")]
    [InlineData("2030-01-31 08:09:10.1+0530", "2030-01-31T02:39:10.1000000Z")]
    [InlineData("2030-01-31T08:09:10 -03", "2030-01-31T11:09:10.0000000Z")]
    [InlineData("2016-12-31T23:59:60Z", "2016-12-31T23:59:59.0000000Z")]
    [InlineData("1893456000", "2030-01-01T00:00:00.0000000Z")] // a number in a text
    [InlineData(" 1893456000.25 ", "2030-01-01T00:00:00.2500000Z")]
    [InlineData("1893456000500", "2030-01-01T00:00:00.5000000Z")]
    [InlineData("2028-02-29", "2028-02-29T00:00:00.0000000Z")]
    [InlineData("0001-01-01T00:00:00Z", "0001-01-01T00:00:00.0000000Z")]
    [InlineData("9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:59.9999999Z")]
    public void A_time_is_read(string text, string expected) =>
        RunTimes.Parse(text)!.Value.UtcDateTime.ToString("O", CultureInfo.InvariantCulture).Should().Be(expected);

    [Theory]
    [InlineData("")]
    [InlineData("now")]
    [InlineData("2030")]
    [InlineData("20300131")]
    [InlineData("20300131080910")]
    [InlineData("-1893456000")]
    [InlineData("1893456000e3")]
    [InlineData("1893456000.5.5")]
    [InlineData("2030-1-31")]
    [InlineData("2030-01-32")]
    [InlineData("2030-02-29")]
    [InlineData("2030-13-01")]
    [InlineData("0000-01-01")]
    [InlineData("31/01/2030")]
    [InlineData("2030-01-31T")]
    [InlineData("2030-01-31T08")]
    [InlineData("2030-01-31T24:00")]
    [InlineData("2030-01-31T08:60")]
    [InlineData("2030-01-31T08:09:61")]
    [InlineData("2030-01-31T08:09:10.")]
    [InlineData("2030-01-31T08:09:10+15:00")]
    [InlineData("2030-01-31T08:09:10+02:00x")]
    [InlineData("2030-01-31T08:09:10 CET")]
    [InlineData("2030-01-31x08:09")]
    [InlineData("٢٠٣٠-٠١-٣١")]
    [InlineData("0001-01-01T00:00:00+02:00")]
    [InlineData("9999-12-31T23:59:59-02:00")]
    public void What_is_no_time_is_none(string text) => RunTimes.Parse(text).Should().BeNull();

    [Theory]
    [InlineData(0, "1970-01-01T00:00:00.0000000Z")]
    [InlineData(1_893_456_000, "2030-01-01T00:00:00.0000000Z")]
    [InlineData(1_893_456_000.5, "2030-01-01T00:00:00.5000000Z")]
    [InlineData(1_893_456_000_500, "2030-01-01T00:00:00.5000000Z")]
    [InlineData(1_893_456_000_500_000, "2030-01-01T00:00:00.5000000Z")]
    [InlineData(1_893_456_000_500_000_000, "2030-01-01T00:00:00.5000000Z")]
    [InlineData(-86_400, "1969-12-31T00:00:00.0000000Z")]
    public void Numbers_are_seconds_or_parts_of_them(double number, string expected) =>
        RunTimes.FromUnix(number)!.Value.UtcDateTime.ToString("O", CultureInfo.InvariantCulture).Should().Be(expected);

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.MaxValue)]
    [InlineData(double.MinValue)]
    [InlineData(-99_999_999_999)]
    public void A_number_outside_of_the_calendar_is_none(double number) => RunTimes.FromUnix(number).Should().BeNull();
}
