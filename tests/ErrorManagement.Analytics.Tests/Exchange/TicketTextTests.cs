using ErrorManagement.Analytics.Exchange;

namespace ErrorManagement.Analytics.Tests.Exchange;

public class TicketTextTests
{
    [Theory]
    [InlineData("ask @admin", "ask @\u200Badmin")]
    [InlineData("see #12", "see \\#\u200B12")]
    [InlineData("repo#12", "repo#\u200B12")]
    [InlineData("merge !7", "merge !\u200B7")]
    [InlineData("@_x", "@\u200B\\_x")]
    [InlineData("a@b.example", "a@\u200Bb.example")]
    [InlineData("![x](http://y)", "!\u200B\\[x\\](http\\://y)")]
    [InlineData("at @ all", "at @ all")]
    [InlineData("plain", "plain")]
    public void A_text_calls_nobody_and_links_to_nothing(string text, string inline) => TicketText.Inline(text, 100).Should().Be(inline);
}
