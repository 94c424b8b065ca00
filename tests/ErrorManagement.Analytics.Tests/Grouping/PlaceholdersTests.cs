using ErrorManagement.Analytics.Grouping;

namespace ErrorManagement.Analytics.Tests.Grouping;

public sealed class PlaceholdersTests
{
    [Theory]
    [InlineData("<num>", 5)]
    [InlineData("<email> and more", 7)]
    [InlineData("<*>", 3)]
    [InlineData("<b>", 0)]
    [InlineData("<password>", 0)]
    [InlineData("num>", 0)]
    [InlineData("", 0)]
    public void A_text_begins_with_a_placeholder_or_not(string text, int length) => Placeholders.LengthAt(text).Should().Be(length);

    [Theory]
    [InlineData("<num>", true)]
    [InlineData("<num>-<num>", true)]
    [InlineData("<num>:1f.<num>", true)]
    [InlineData("server<num>", false)]
    [InlineData("<num>x<num>", false)]
    [InlineData("word", false)]
    [InlineData("", false)]
    public void A_word_is_a_value_when_nothing_in_it_is_a_name(string word, bool expected) => Placeholders.IsValue(word).Should().Be(expected);
}
