namespace ErrorManagement.Core.Tests.Errors;

public class ErrorIdTests
{
    [Fact]
    public void The_default_value_is_none()
    {
        default(ErrorId).IsNone.Should().BeTrue();
        default(ErrorId).IsHandle.Should().BeFalse();
        default(ErrorId).ToString().Should().BeEmpty();
        ErrorId.TryParse("", out var id).Should().BeTrue();
        id.IsNone.Should().BeTrue();
    }

    [Fact]
    public void A_handle_and_a_fingerprint_are_told_apart_at_their_bounds()
    {
        new ErrorId(1).IsHandle.Should().BeTrue();
        new ErrorId(ulong.MaxValue).IsHandle.Should().BeTrue();
        new ErrorId((UInt128)ulong.MaxValue + 1).IsHandle.Should().BeFalse();
        new ErrorId(ulong.MaxValue).ToString().Should().Be("E18446744073709551615");
        new ErrorId((UInt128)ulong.MaxValue + 1).ToString().Should().Be("00000000000000010000000000000000");
    }

    [Fact]
    public void Every_id_survives_the_round_trip()
    {
        var random = new Random(20261121);
        for (var i = 0; i < 5_000; i++)
        {
            var id = new ErrorId(new UInt128(i % 2 == 0 ? 0 : (ulong)random.NextInt64(), (ulong)random.NextInt64()));
            ErrorId.TryParse(id.ToString(), out var back).Should().BeTrue();
            back.Should().Be(id);
        }
    }

    [Theory]
    [InlineData("E0000000000000000000000000000042")]
    [InlineData("e1234567890123456789012345678901")]
    [InlineData("EFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF")]
    public void A_fingerprint_that_begins_with_an_E_is_no_handle(string text)
    {
        ErrorId.TryParse(text, out var id).Should().BeTrue();
        id.IsHandle.Should().BeFalse();
        id.ToString().Should().BeEquivalentTo(text); // any case
    }

    [Theory] // what a ticket, an export or an explanation shows can be asked for
    [InlineData("v1:0123456789abcdef0123456789abcdef")]
    [InlineData("v255:0123456789ABCDEF0123456789abcdef")]
    public void A_fingerprint_is_read_with_its_version(string text)
    {
        ErrorId.TryParse(text, out var id).Should().BeTrue();
        id.ToString().Should().Be("0123456789abcdef0123456789abcdef");
    }

    [Theory]
    [InlineData("v0:0123456789abcdef0123456789abcdef")]
    [InlineData("v256:0123456789abcdef0123456789abcdef")]
    [InlineData("v:0123456789abcdef0123456789abcdef")]
    [InlineData("v+2:0123456789abcdef0123456789abcdef")]
    [InlineData("V2:0123456789abcdef0123456789abcdef")]
    [InlineData("v2:0123456789abcdef0123456789abcde")]
    [InlineData("v2:v2:0123456789abcdef0123456789abcdef")]
    [InlineData("v2:00000000000000000000000000000042")]
    [InlineData("v2:E1")]
    [InlineData("v2:")]
    [InlineData("v")]
    [InlineData(null)]
    [InlineData("E")]
    [InlineData("E0")]
    [InlineData("e42")]
    [InlineData("E-1")]
    [InlineData("E 1")]
    [InlineData("42")]
    [InlineData("E18446744073709551616")]
    [InlineData("0123456789abcdef0123456789abcde")]
    [InlineData("0123456789abcdef0123456789abcdef0")]
    [InlineData("0123456789abcdefg123456789abcdef")]
    [InlineData("00000000000000000000000000000000")]
    [InlineData("00000000000000000000000000000042")]
    public void Anything_else_is_no_id(string? text)
    {
        ErrorId.TryParse(text, out var id).Should().BeFalse();
        id.IsNone.Should().BeTrue();
    }
}
