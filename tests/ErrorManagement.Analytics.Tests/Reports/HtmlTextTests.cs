using ErrorManagement.Analytics.Reports;

namespace ErrorManagement.Analytics.Tests.Reports;

public sealed class HtmlTextTests
{
    [Theory]
    [InlineData(null, "–")]
    [InlineData("", "–")]
    [InlineData(" \t\r\n\u2029 ", "–")]
    [InlineData("payments", "payments")]
    [InlineData("  a \r\n\t b  ", "a b")]
    [InlineData("<b a=\"x\" c='y'>&amp;", "&lt;b a=&quot;x&quot; c=&#39;y&#39;&gt;&amp;amp;")]
    [InlineData("a\u202Eb\u0007c\u001Bd\uFEFFe", "a(U+202E)b(U+0007)c(U+001B)d(U+FEFF)e")]
    [InlineData("a\uFFFFb\uFFFEc\uFDD0d", "a(U+FFFF)b(U+FFFE)c(U+FDD0)d")]
    [InlineData("\U000E0041", "(U+E0041)")]
    [InlineData("👩\u200D💻 ש 訳", "👩\u200D💻 ש 訳")]
    public void Text_is_shown_and_never_obeyed(string? text, string markup) =>
        HtmlText.Plain(text, 80).ToString().Should().Be(markup);

    [Fact]
    public void Half_a_character_is_replaced()
    {
        HtmlText.Plain("a\uD83D", 80).ToString().Should().Be("a\uFFFD");
        HtmlText.Plain("\uDE00b", 80).ToString().Should().Be("\uFFFDb");
    }

    [Fact]
    public void A_name_is_cut_after_80_characters_and_stands_on_its_own_in_the_direction_of_reading()
    {
        HtmlText.Name(new string('a', 80)).ToString().Should().Be($"<bdi>{new string('a', 80)}</bdi>");
        HtmlText.Name(new string('a', 81)).ToString().Should().Be($"<bdi>{new string('a', 80)}…</bdi>");
        HtmlText.Text(string.Concat(Enumerable.Repeat("😀", 161))).ToString().Should().Be($"<bdi>{string.Concat(Enumerable.Repeat("😀", 160))}…</bdi>", "no character is cut in two");
    }

    [Fact]
    public void Lines_keep_their_blanks_and_say_how_many_follow()
    {
        HtmlText.Lines("  a\r\n\tb<c\u2028d\n\n", 2).ToString().Should().Be("  a\n    b&lt;c\n… 1 more line\n");
        HtmlText.Lines("a\nb\nc\nd", 1).ToString().Should().Be("a\n… 3 more lines\n");
        HtmlText.Lines(new string('x', 401), 1).ToString().Should().Be(new string('x', 400) + "…\n");
    }

    [Fact]
    public void A_template_escapes_texts_and_writes_numbers_for_machines()
    {
        var none = Html.None;

        Html.Of($"<p a=\"{"\"<"}\">{"a & b"}{1234}{0.126}{none}{(string?)null}</p>").ToString().Should().Be("<p a=\"&quot;&lt;\">a &amp; b12340.13</p>");
    }
}
