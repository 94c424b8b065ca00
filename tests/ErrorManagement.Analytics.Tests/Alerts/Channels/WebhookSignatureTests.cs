using System.Security.Cryptography;
using System.Text;

namespace ErrorManagement.Analytics.Tests.Alerts.Channels;

public sealed class WebhookSignatureTests
{
    private const string Secret = ChannelSamples.Secret;
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("{\"a\":1}");

    [Fact] // S0.118
    public void It_is_the_HMAC_of_second_full_stop_and_body()
    {
        var expected = Convert.ToHexString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes("1893499200.{\"a\":1}"))).ToLowerInvariant();
        WebhookSignature.Create(Secret, Body, Now).Should().Be($"t=1893499200,v1={expected}");
    }

    [Fact] // S0.118
    public void What_was_signed_is_genuine() => Verify(WebhookSignature.Create(Secret, Body, Now)).Should().BeTrue();

    [Fact]
    public void No_byte_of_body_or_header_can_be_another()
    {
        var header = WebhookSignature.Create(Secret, Body, Now);
        for (var i = 0; i < Body.Length; i++)
        {
            var other = (byte[])Body.Clone();
            other[i] ^= 1;
            WebhookSignature.Verify(Secret, header, other, Tolerance, Now).Should().BeFalse();
        }

        for (var i = 0; i < header.Length; i++)
        {
            Verify(header[..i] + (char)(header[i] ^ 1) + header[(i + 1)..]).Should().BeFalse("character {0} is another", i);
        }

        WebhookSignature.Verify(Secret + "x", header, Body, Tolerance, Now).Should().BeFalse();
        Verify(WebhookSignature.Create(Secret, Body, Now).ToUpperInvariant()).Should().BeFalse();
    }

    [Theory]
    [InlineData(-300, true)]
    [InlineData(300, true)]
    [InlineData(-301, false)]
    [InlineData(301, false)]
    public void Both_clocks_may_be_wrong_by_the_tolerance_and_no_more(int seconds, bool isGenuine) =>
        Verify(WebhookSignature.Create(Secret, Body, Now.AddSeconds(seconds))).Should().Be(isGenuine);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("t=1893499200")]
    [InlineData("v1=00")]
    [InlineData("t=,v1=")]
    [InlineData("t=99999999999999999999,v1=00")]
    [InlineData("t=9223372036854775807,v1=00")]
    [InlineData("t=-9223372036854775808,v1=00")]
    [InlineData(",,,=,==")]
    public void What_is_no_signature_is_not_genuine(string? header) => Verify(header).Should().BeFalse();

    [Fact]
    public void Two_times_in_one_header_are_refused()
    {
        var header = WebhookSignature.Create(Secret, Body, Now);
        Verify("t=1," + header).Should().BeFalse();
        Verify(header + ",t=1893499200").Should().BeFalse();
    }

    [Fact]
    public void A_header_of_endless_signatures_is_refused()
    {
        var header = WebhookSignature.Create(Secret, Body, Now);
        Verify(string.Concat(Enumerable.Repeat("v1=0,", 8)) + header).Should().BeFalse("eight are looked at");
        Verify(new string('v', 5_000) + "," + header).Should().BeFalse();
    }

    [Fact]
    public void While_secrets_change_either_is_good()
    {
        var header = WebhookSignature.Create("the new secret of us", Secret, Body, Now);
        Verify(header).Should().BeTrue();
        WebhookSignature.Verify("the new secret of us", header, Body, Tolerance, Now).Should().BeTrue();
        WebhookSignature.Verify("another secret of us", header, Body, Tolerance, Now).Should().BeFalse();
    }

    [Theory]
    [InlineData(1970)]
    [InlineData(1)]
    [InlineData(9999)]
    public void Any_clock_will_do(int year)
    {
        var now = new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero);
        WebhookSignature.Verify(Secret, WebhookSignature.Create(Secret, Body, now), Body, TimeSpan.Zero, now).Should().BeTrue();
        WebhookSignature.Verify(Secret, WebhookSignature.Create(Secret, Body, now), Body, TimeSpan.MaxValue, Now).Should().BeTrue();
    }

    [Fact]
    public void Whoever_asks_without_a_secret_is_told()
    {
        ((Action)(() => WebhookSignature.Verify("", "t=1,v1=2", Body, Tolerance, Now))).Should().Throw<ArgumentException>();
        ((Action)(() => WebhookSignature.Verify(Secret, "t=1,v1=2", Body, TimeSpan.FromTicks(-1), Now))).Should().Throw<ArgumentException>();
    }

    private static bool Verify(string? header) => WebhookSignature.Verify(Secret, header, Body, Tolerance, Now);
}
