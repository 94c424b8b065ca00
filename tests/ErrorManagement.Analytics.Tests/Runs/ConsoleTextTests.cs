using ErrorManagement.Analytics.Runs;

namespace ErrorManagement.Analytics.Tests.Runs;

public sealed class ConsoleTextTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("  a \t\r\n b  ", "a b")]
    [InlineData("\u001b[31mred\u0007", "(U+001B)[31mred(U+0007)")]
    [InlineData("\u202Egnp.exe", "(U+202E)gnp.exe")]
    [InlineData("a\u200Bb", "a(U+200B)b")]
    [InlineData("שלום", "שלום")]
    [InlineData("👩\u200D👧", "👩\u200D👧")]
    public void Signs_that_move_or_hide_are_named(string? text, string clean) => ConsoleText.Clean(text).Should().Be(clean);

    [Fact]
    public void Half_a_surrogate_pair_is_no_character() => ConsoleText.Clean("a\ud800b").Should().Be("a\uFFFDb");

    [Theory]
    [InlineData("abc", 3)]
    [InlineData("é", 1)]
    [InlineData("e\u0301", 1)]
    [InlineData("日本", 4)]
    [InlineData("한국", 4)]
    [InlineData("🚀", 2)]
    [InlineData("ｆ", 2)]
    [InlineData("👩\u200D👧", 4)]
    [InlineData("◽◾", 4)]
    [InlineData("©\uFE0F™\uFE0F", 4)]
    [InlineData("1\uFE0F\u20E3", 2)]
    [InlineData("⚠\uFE0F", 2)]
    [InlineData("\uFE0F", 0)]
    public void A_sign_takes_none_one_or_two_columns(string text, int width) => ConsoleText.Width(text).Should().Be(width);

    [Theory]
    [InlineData("abcdef", 6, "abcdef")]
    [InlineData("abcdef", 5, "abcd…")]
    [InlineData("日本語", 5, "日本…")]
    [InlineData("日本語", 4, "日…")]
    [InlineData("🚀🚀🚀", 4, "🚀…")]
    [InlineData("©\uFE0F©\uFE0F©\uFE0F", 4, "©\uFE0F…")]
    public void A_text_is_cut_between_signs(string text, int columns, string cut) => ConsoleText.Cut(text, columns).Should().Be(cut);

    [Fact]
    public void A_line_breaks_at_a_blank_and_a_long_word_anywhere()
    {
        var page = new ConsolePage();

        page.Line(string.Join(' ', Enumerable.Repeat("word", 20)), 3, 3);
        page.Line(new string('x', 170), 0, 2);
        page.Line(new string('y', 80));

        page.ToString().Split('\n').Should().Equal(
            "   " + string.Join(' ', Enumerable.Repeat("word", 15)),
            "   " + string.Join(' ', Enumerable.Repeat("word", 5)),
            new string('x', 80),
            "  " + new string('x', 78),
            "  " + new string('x', 12),
            new string('y', 80),
            "");
    }
}
