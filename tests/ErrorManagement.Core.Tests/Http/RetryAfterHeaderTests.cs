using System.Globalization;
using ErrorManagement.Http;

namespace ErrorManagement.Core.Tests.Http;

public class RetryAfterHeaderTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [Behaviour("79")]
    [InlineData("0", 0.0)]
    [InlineData("7", 7.0)]
    [InlineData(" 7 ", 7.0)]
    [InlineData("007", 7.0)]
    [InlineData("2147483647", 2147483647.0)]
    [InlineData("3000000000", 3000000000.0)]
    [InlineData("Tue, 01 Jan 2030 12:01:30 GMT", 90.0)]
    [InlineData("Tue, 01 Jan 2030 12:00:00 GMT", 0.0)]
    [InlineData("Tue, 01 Jan 2030 11:00:00 GMT", 0.0)]
    [InlineData("Tuesday, 01-Jan-30 12:01:30 GMT", 90.0)]
    [InlineData("Tue Jan  1 12:01:30 2030", 90.0)]
    [InlineData("3, 10, 5", 10.0)]
    [InlineData("", null)]
    [InlineData("soon", null)]
    [InlineData("-1", null)]
    [InlineData("+1", null)]
    [InlineData("1.5", null)]
    [InlineData("1e3", null)]
    [InlineData("٣", null)]
    [InlineData("3, soon", null)]
    [InlineData("3,", null)]
    [InlineData("Tue, 32 Jan 2030 12:01:30 GMT", null)]
    public void Seconds_and_dates_are_read_and_nothing_else(string value, double? seconds) => Read(value).Should().Be(Seconds(seconds));

    [Theory] // D12
    [InlineData("999999999999")]
    [InlineData("99999999999999999999999999")]
    public void More_seconds_than_there_are_mean_never_and_not_at_once(string value) => Read(value).Should().Be(TimeSpan.MaxValue);

    [Fact] // D12
    public void Of_several_values_the_longest_holds()
    {
        Read("3", "10", "soon").Should().Be(TimeSpan.FromSeconds(10));
        Read("Tue, 01 Jan 2030 12:01:30 GMT", "10").Should().Be(TimeSpan.FromSeconds(90));
        using var none = new HttpResponseMessage();
        RetryAfterHeader.Read(none.Headers, Now).Should().BeNull();
    }

    [Theory]
    [InlineData(0, null, 90.0)]
    [InlineData(-3_600, null, 3_690.0)]
    [InlineData(3_600, null, 0.0)]
    [InlineData(60, null, 30.0)]
    [InlineData(0, 20, 70.0)]
    [InlineData(-86_400, null, 90.0)]
    [InlineData(86_400_000, null, 90.0)]
    public void A_date_counts_from_the_clock_of_the_server_where_the_answer_shows_it(int ahead, int? age, double seconds)
    {
        using var answer = new HttpResponseMessage();
        answer.Headers.TryAddWithoutValidation("Retry-After", "Tue, 01 Jan 2030 12:01:30 GMT");
        answer.Headers.Date = Now.AddSeconds(ahead);
        answer.Headers.Age = age is { } old ? TimeSpan.FromSeconds(old) : null;

        RetryAfterHeader.Read(answer.Headers, Now).Should().Be(TimeSpan.FromSeconds(seconds));
    }

    [Fact]
    public void What_was_set_as_a_value_is_read_as_well()
    {
        using var answer = new HttpResponseMessage();
        answer.Headers.RetryAfter = new(TimeSpan.FromSeconds(7));
        RetryAfterHeader.Read(answer.Headers, Now).Should().Be(TimeSpan.FromSeconds(7));
        answer.Headers.RetryAfter = new(Now.AddSeconds(9));
        RetryAfterHeader.Read(answer.Headers, Now).Should().Be(TimeSpan.FromSeconds(9));
        _ = answer.Headers.RetryAfter.ToString();
        RetryAfterHeader.Read(answer.Headers, Now).Should().Be(TimeSpan.FromSeconds(9));
    }

    private static TimeSpan? Seconds(double? seconds) => seconds is { } some ? TimeSpan.FromSeconds(some) : null;

    private static TimeSpan? Read(params string[] values)
    {
        using var answer = new HttpResponseMessage();
        foreach (var value in values)
        {
            answer.Headers.TryAddWithoutValidation("Retry-After", value).Should().BeTrue(value.ToString(CultureInfo.InvariantCulture));
        }

        return RetryAfterHeader.Read(answer.Headers, Now);
    }
}
