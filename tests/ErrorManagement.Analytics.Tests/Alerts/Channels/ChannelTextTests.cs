using ErrorManagement.Analytics.Alerts;

namespace ErrorManagement.Analytics.Tests.Alerts.Channels;

public sealed class ChannelTextTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("  a \r\n\t b  ", "a b")]
    [InlineData("a\0b", "a(U+0000)b")]
    [InlineData("a\u202Eb", "a(U+202E)b")]
    [InlineData("a\u2028b", "a b")]
    [InlineData("👩\u200d💻", "👩\u200d💻")]
    public void Text_becomes_one_line_without_what_hides_or_turns(string? text, string expected) => ChannelText.OneLine(text, 50).Should().Be(expected);

    [Fact]
    public void Half_a_pair_is_shown_as_what_cannot_be_read() => ChannelText.OneLine("a\ud800b\udc00", 50).Should().Be("a\ufffdb\ufffd");

    [Fact]
    public void Slack_and_HTML_have_their_signs_escaped()
    {
        ChannelText.Slack("<!channel> & <http://x|y>", 100).Should().Be("&lt;!channel&gt; &amp; &lt;http://x|y&gt;");
        ChannelText.Html("<a href=\"x\" title='y'>&", 100).Should().Be("&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;");
    }

    [Fact]
    public void No_form_is_longer_than_asked_nor_cut_inside_of_something()
    {
        var random = new Random(118);
        string[] parts = ["a", "<", "&", "😀", " ", "\0", "\ud800", "\n", "'", "é"];
        for (var i = 0; i < 5_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => parts[random.Next(parts.Length)]));
            var max = random.Next(1, 40);
            foreach (var (form, escapes) in new (Func<string?, int, string>, bool)[] { (ChannelText.OneLine, false), (ChannelText.Slack, true), (ChannelText.Html, true) })
            {
                var whole = form(text, 10_000);
                var cut = form(text, max);
                cut.Length.Should().BeLessThanOrEqualTo(max);
                (cut == whole || (cut.EndsWith('…') && whole.StartsWith(cut[..^1], StringComparison.Ordinal))).Should().BeTrue("'{0}' of '{1}'", cut, whole);
                var rest = cut.TrimEnd('…');
                (escapes && rest.LastIndexOf('&') > rest.LastIndexOf(';')).Should().BeFalse("an entity is whole in '{0}'", cut);
                (rest.Length > 0 && char.IsHighSurrogate(rest[^1])).Should().BeFalse();
            }
        }
    }
}
