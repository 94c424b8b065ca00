using System.Text;
using ErrorManagement.Analytics.Exchange;

namespace ErrorManagement.Analytics.Tests.Exchange;

public sealed class OneLineTests
{
    [Theory]
    [InlineData("", "", false)]
    [InlineData(" \r\n ", "", false)]
    [InlineData(" a \t\u2029 b ", "a b", false)]
    [InlineData("01234567", "01234567", false)]
    [InlineData("012345678", "01234567", true)]
    [InlineData("0123456 8", "0123456", true)] // a blank takes a place, and is not the last
    [InlineData("01234567   ", "01234567", false)]
    public void It_shows_one_blank_between_words_and_at_most_so_many_characters(string text, string expected, bool isCut)
    {
        var line = new OneLine(text, 8);
        var shown = new StringBuilder();
        while (line.MoveNext())
        {
            shown.Append(line.Current);
        }

        (shown.ToString(), line.IsCut, line.Shown).Should().Be((expected, isCut, expected.Length));
        line.MoveNext().Should().BeFalse();
    }

    [Fact]
    public void Half_a_surrogate_pair_is_one_character_that_can_be_shown()
    {
        var line = new OneLine("\uD83D!", 8);

        line.MoveNext().Should().BeTrue();
        line.Current.Should().Be(Rune.ReplacementChar);
        line.Rest.ToString().Should().Be("!");
    }
}
