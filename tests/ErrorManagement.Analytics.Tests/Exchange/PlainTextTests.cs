using ErrorManagement.Analytics.Exchange;

namespace ErrorManagement.Analytics.Tests.Exchange;

public class PlainTextTests
{
    [Theory]
    [InlineData(null, "–")]
    [InlineData("", "–")]
    [InlineData(" \r\n\t ", "–")]
    [InlineData("a | b * <c>", "a | b * <c>")]
    [InlineData("  one\r\ntwo\u2028three  ", "one two three")]
    [InlineData("a\u202Eb\u0000c\u200Dd", "a(U+202E)b(U+0000)c\u200Dd")]
    public void Text_is_one_line_that_hides_nothing(string? text, string expected) => PlainText.Line(text, 80).Should().Be(expected);

    [Fact] // attributes cannot hold half a pair
    public void Half_a_surrogate_pair_is_replaced() => PlainText.Line("half " + (char)0xD800 + " pair", 80).Should().Be("half \uFFFD pair");

    [Theory]
    [InlineData("0123456789", "0123456789")]
    [InlineData("0123456789A", "0123456789…")]
    [InlineData("012345678 A", "012345678…")]
    [InlineData("👩👩👩👩👩👩👩👩👩👩👩", "👩👩👩👩👩👩👩👩👩👩…")]
    public void Text_that_is_too_long_ends_in_an_ellipsis(string text, string expected) => PlainText.Line(text, 10).Should().Be(expected);
}
