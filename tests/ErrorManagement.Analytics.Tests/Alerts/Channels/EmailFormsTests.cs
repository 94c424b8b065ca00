using System.Text.RegularExpressions;
using ErrorManagement.Analytics.Alerts;
using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Alerts.Channels;

public sealed partial class EmailFormsTests
{
    private static readonly EmailOptions Options = new() { From = "alerts@example.org", To = ["a@example.org", "b@example.org"], SubjectPrefix = "[shop]" };

    [Fact] // S0.118
    public void A_notice_that_fires_has_its_forms()
    {
        GoldenFile.CheckEverywhere("email-firing.txt", () => Text(ChannelSamples.Notice()));
        GoldenFile.CheckEverywhere("email-firing.html", () => EmailForms.Of(ChannelSamples.Notice(), Options).Html);
    }

    [Fact] // S0.118
    public void A_notice_that_resolves_has_its_form() => GoldenFile.CheckEverywhere("email-resolved.txt", () => Text(ChannelSamples.Resolved()));

    [Fact] // S0.118
    public void Hostile_text_has_its_forms()
    {
        GoldenFile.CheckEverywhere("email-hostile.txt", () => Text(ChannelSamples.Hostile()));
        GoldenFile.CheckEverywhere("email-hostile.html", () => EmailForms.Of(ChannelSamples.Hostile(), Options).Html);
    }

    [Fact] // S0.118
    public void No_text_can_begin_a_header_or_an_element_of_its_own()
    {
        var message = EmailForms.Of(ChannelSamples.Hostile(), Options);
        message.Subject.Should().NotContainAny("\r", "\n", "\0", "\u202E", "\u2028").And.StartWith("[shop] FIRING critical: ");
        message.Subject.Length.Should().BeLessThanOrEqualTo(200);
        message.Id.Should().MatchRegex("^[0-9a-f]{32}$");
        Tags().Matches(message.Html).Select(m => m.Groups[1].Value).Should().BeSubsetOf(["html", "head", "meta", "title", "body", "div", "h1", "span", "p", "table", "tr", "th", "td", "h2", "ul", "li"]);
        message.Html.Should().NotContain("<script").And.NotContain("\u202E");
        message.Text.Should().NotContain("\r").And.NotContain("\u202E");
    }

    [Fact] // S0.118
    public void A_subject_says_of_which_application_it_is_unless_a_prefix_does()
    {
        var notice = ChannelSamples.Notice();

        EmailForms.Of(notice, new EmailOptions()).Subject.Should().StartWith("FIRING critical in shop: high_error_rate: ");
        EmailForms.Of(notice with { ApplicationName = " " }, new EmailOptions()).Subject.Should().StartWith("FIRING critical: high_error_rate: ");
        EmailForms.Of(notice with { ApplicationName = new string('a', 10_000) }, new EmailOptions()).Subject.Length.Should().BeLessThanOrEqualTo(200);
        EmailForms.Of(notice, Options).Subject.Should().StartWith("[shop] FIRING critical: high_error_rate: ");
    }

    [Fact] // S0.118
    public void A_report_brings_its_own_text_and_page()
    {
        var report = ChannelSamples.Report() with { Title = "Errors\r\nBcc: x@y.example" };
        var message = EmailForms.Of(report, Options);
        message.Subject.Should().Be("[shop] Errors Bcc: x@y.example");
        message.Text.Should().Be(report.Markdown);
        message.Html.Should().Be(report.Html);
        message.From.Should().Be("alerts@example.org");
        message.To.Should().Equal("a@example.org", "b@example.org");
        message.ToString().Should().NotContain("@example.org");
    }

    private static string Text(AlertNotice notice)
    {
        var message = EmailForms.Of(notice, Options);
        return $"Subject: {message.Subject}\n\n{message.Text}";
    }

    [GeneratedRegex("</?([A-Za-z0-9]+)")]
    private static partial Regex Tags();
}
