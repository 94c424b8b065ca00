using System.Text;
using ErrorManagement.Analytics.Exchange;

namespace ErrorManagement.Analytics.Tests.Exchange;

public class MarkdownTextTests
{
    [Theory]
    [InlineData("plain text, with order_id: 4.2 (ok)!", "plain text, with order_id: 4.2 (ok)!")]
    [InlineData("a|b", "a\\|b")]
    [InlineData("a\\|b", "a\\\\\\|b")]
    [InlineData("one\r\ntwo\n\n three\u2028four", "one two three four")]
    [InlineData("`code`", "\\`code\\`")]
    [InlineData("<b>&amp;", "&lt;b&gt;&amp;amp;")]
    [InlineData("_x_ a_b __init__", "\\_x\\_ a_b \\_\\_init\\_\\_")]
    [InlineData("*x* [y](z) ~~w~~ $v$", "\\*x\\* \\[y\\](z) \\~\\~w\\~\\~ \\$v\\$")]
    [InlineData("see https://x.y and www.x.y", "see https\\://x.y and www\\.x.y")]
    [InlineData("user\u202Egnp.exe", "user(U+202E)gnp.exe")]
    [InlineData("\u001b[31mred\0", "(U+001B)\\[31mred(U+0000)")]
    [InlineData("# not a title", "\\# not a title")]
    [InlineData("C# is not the end #", "C# is not the end \\#")]
    [InlineData("- not an item", "\\- not an item")]
    [InlineData("12. not a number", "12\\. not a number")]
    [InlineData("1) not a number", "1\\) not a number")]
    [InlineData("503.", "503\\.")]
    [InlineData("", "–")]
    [InlineData(" \r\n\t", "–")]
    [InlineData(null, "–")]
    public void Inline_text_is_one_line_without_markup(string? text, string expected) =>
        MarkdownText.Inline(text, 100).Should().Be(expected);

    [Fact]
    public void Half_a_surrogate_pair_is_replaced()
    {
        // Not as test data: the runner cannot name a test with it.
        MarkdownText.Inline("a" + (char)0xD83D + "b" + (char)0xDE00, 100).Should().Be("a\uFFFDb\uFFFD");
    }

    [Theory]
    [InlineData("12345", "12345")]
    [InlineData("123456", "12345…")]
    [InlineData("1234 6", "1234…")]
    [InlineData("12345   ", "12345")]
    [InlineData("😀😀😀😀😀😀", "😀😀😀😀😀…")]
    [InlineData("|||||||", "\\|\\|\\|\\|\\|…")]
    public void Inline_text_is_cut_after_so_many_characters(string text, string expected) =>
        MarkdownText.Inline(text, 5).Should().Be(expected);

    [Theory]
    [InlineData("at A()", "```text\nat A()\n```\n")]
    [InlineData("at A()\r\n\tat B()\n\n", "```text\nat A()\n    at B()\n```\n")]
    [InlineData("```\nx", "````text\n```\nx\n````\n")]
    [InlineData("x `````` y", "```````text\nx `````` y\n```````\n")]
    [InlineData("a\u202Eb", "```text\na(U+202E)b\n```\n")]
    [InlineData("1\n2\n3\n4", "```text\n1\n2\n… 2 more lines\n```\n", 2)]
    [InlineData("", "```text\n\n```\n")]
    public void A_fence_cannot_be_closed_from_within(string text, string expected, int maxLines = 10)
    {
        var builder = new StringBuilder();

        MarkdownText.AppendFence(builder, text, maxLines);

        builder.ToString().Should().Be(expected);
    }

    [Fact]
    public void A_line_of_a_fence_is_cut()
    {
        var builder = new StringBuilder();

        MarkdownText.AppendFence(builder, new string('`', 10_000), 5);

        builder.ToString().Should().Be($"{new string('`', 401)}text\n{new string('`', 400)}…\n{new string('`', 401)}\n");
    }
}
