using ErrorManagement.Analytics.Scrubbing;

namespace ErrorManagement.Analytics.Tests.Scrubbing;

public sealed class PairSignsTests
{
    [Theory]
    [InlineData(":", 1, true, false)]
    [InlineData(":=", 2, false, false)]
    [InlineData("::", -1, false, false)]
    [InlineData("=x", 1, false, true)]
    [InlineData("==", 2, false, true)]
    [InlineData("=>", 2, false, true)]
    [InlineData("->", 2, false, false)]
    [InlineData("-x", -1, false, false)]
    [InlineData("%3d", 3, false, false)]
    [InlineData("%3A", 3, false, false)]
    [InlineData("%20", -1, false, false)]
    [InlineData("", -1, false, false)]
    public void A_sign_parts_a_name_from_its_value(string text, int after, bool isColon, bool isEqual)
    {
        PairSigns.SkipSign(text, 0, out var colon, out var equal).Should().Be(after);
        (colon, equal).Should().Be((isColon, isEqual));
    }

    [Fact]
    public void No_more_blanks_and_closers_are_passed_over_than_a_pair_has()
    {
        PairSigns.SkipBlanks(new string(' ', 100), 3).Should().Be(3 + 16);
        PairSigns.SkipClosers(new string(']', 100), 3, out var quoted).Should().Be(3 + 12);
        quoted.Should().BeFalse();
        PairSigns.SkipClosers("\\\"]x", 0, out quoted).Should().Be(3);
        quoted.Should().BeTrue();
    }
}
