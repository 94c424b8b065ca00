using ErrorManagement.Analytics.Alerts;
using Microsoft.Extensions.Configuration;

namespace ErrorManagement.Analytics.Tests.Alerts.Channels;

public sealed class ChannelOptionsTests
{
    [Fact]
    public void A_configuration_reaches_every_setting()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Webhook:Name"] = "ops",
            ["Webhook:Url"] = "https://hooks.example.org/a",
            ["Webhook:Secret"] = ChannelSamples.Secret,
            ["Webhook:Timeout"] = "00:00:05",
            ["Webhook:AllowedNetworks:0"] = "10.20.0.0/16",
            ["Webhook:Headers:Authorization"] = "Bearer 1",
            ["Email:To:0"] = "a@example.org",
            ["Slack:Url"] = "https://hooks.slack.com/services/1",
            ["Slack:MaxRetries"] = "0",
        }).Build();
        var webhook = configuration.GetSection("Webhook").Get<WebhookOptions>()!;
        WebhookOptionsValidator.Mistakes(webhook).Should().BeEmpty();
        (webhook.Name, webhook.Timeout, webhook.AllowedNetworks.Single(), webhook.Headers["Authorization"]).Should().Be(("ops", TimeSpan.FromSeconds(5), "10.20.0.0/16", "Bearer 1"));
        configuration.GetSection("Email").Get<EmailOptions>()!.To.Should().Equal("a@example.org");
        configuration.GetSection("Slack").Get<SlackOptions>()!.MaxRetries.Should().Be(0);
    }

    [Theory] // S0.118
    [InlineData("hooks.example.org", "Url must be an absolute address such as https://example.org/hook; it is none.")]
    [InlineData("", "Url must be an absolute address such as https://example.org/hook; it is none.")]
    [InlineData("http://example.org/5ECRET", "Url must begin with https; set AllowHttp to allow http.")]
    [InlineData("ftp://example.org/5ECRET", "Url must begin with https; set AllowHttp to allow http.")]
    [InlineData("file:///5ECRET", "Url must be an absolute address such as https://example.org/hook; it is none.")]
    [InlineData("https://u:5ECRET@example.org/", "Url must hold no user name and no password; a webhook can send them as a header.")]
    [InlineData("https://127.0.0.1/5ECRET", "Url must not lead to 127.0.0.1, an address of this machine; AllowPrivateAddresses and AllowedNetworks say what else may be called.")]
    [InlineData("https://2130706433/5ECRET", "Url must not lead to 127.0.0.1, an address of this machine; AllowPrivateAddresses and AllowedNetworks say what else may be called.")]
    [InlineData("https://0x7f.1/5ECRET", "Url must not lead to 127.0.0.1, an address of this machine; AllowPrivateAddresses and AllowedNetworks say what else may be called.")]
    [InlineData("https://[::ffff:10.0.0.1]/5ECRET", "Url must not lead to ::ffff:10.0.0.1, a private address; AllowPrivateAddresses and AllowedNetworks say what else may be called.")]
    [InlineData("https://[fe80::1%253]/5ECRET", "Url must not lead to fe80::1, a link-local address; AllowPrivateAddresses and AllowedNetworks say what else may be called.")]
    [InlineData("https://169.254.169.254/latest/5ECRET", "Url must not lead to 169.254.169.254, the address of a cloud's metadata service; AllowPrivateAddresses and AllowedNetworks say what else may be called.")]
    public void A_wrong_address_is_told_without_its_path(string url, string mistake) =>
        WebhookOptionsValidator.Mistakes(new WebhookOptions { Url = url, Secret = ChannelSamples.Secret }).Should().Equal(mistake);

    [Theory]
    [InlineData("https://example.org/")]
    [InlineData("https://example.org.:8443/a?b=c")]
    [InlineData("https://bücher.example/")]
    [InlineData("https://93.184.216.34/")]
    public void A_public_address_is_good(string url) => WebhookOptionsValidator.Mistakes(new WebhookOptions { Url = url, Secret = ChannelSamples.Secret }).Should().BeEmpty();

    [Fact]
    public void All_mistakes_are_told_at_once_with_their_bounds_and_nothing_private()
    {
        var options = new WebhookOptions
        {
            Name = "a b",
            Url = "https://example.org/",
            Secret = "5ECRET",
            PreviousSecret = "5ECRET",
            Timeout = TimeSpan.FromMilliseconds(99),
            TotalTimeout = TimeSpan.FromHours(2),
            MaxRetries = 11,
            RetryDelay = TimeSpan.FromSeconds(-1),
            MaxRetryAfter = TimeSpan.FromHours(1),
            FailureThreshold = 0,
            BreakDuration = TimeSpan.Zero,
            AllowedNetworks = ["10.0.0.1/8", "x"],
            MaxReportBytes = -1,
            Headers = new Dictionary<string, string> { ["A B"] = "1", ["Host"] = "1", ["X-ErrorManagement-Id"] = "1", ["content-length"] = "1", ["X"] = "5ECRET\r\nY: 1" },
        };
        var mistakes = WebhookOptionsValidator.Mistakes(options);
        mistakes.Should().HaveCount(18);
        mistakes.Should().NotContain(m => m.Contains("5ECRET"));
        mistakes.Should().Contain("Timeout must be at least 00:00:00.1000000 and at most 00:05:00, both inclusive; it is 00:00:00.0990000.");
        mistakes.Should().Contain("Secret must have at least 16 and at most 512 characters, both inclusive; it has 6.");
        mistakes.Should().Contain("AllowedNetworks must hold networks such as 10.20.0.0/16, with no bit set behind the prefix; it holds '10.0.0.1/8'.");
        mistakes.Should().Contain("Headers must not set Host: that is not for a host to say.");
        ((Action)(() => _ = new WebhookChannel(options))).Should().Throw<ArgumentException>().Which.Message.Should().ContainAll(mistakes);
    }

    [Fact]
    public void Without_a_secret_there_must_be_leave()
    {
        var options = new WebhookOptions { Url = "https://example.org/" };
        WebhookOptionsValidator.Mistakes(options).Should().Equal("Secret must be given; set AllowUnsigned to send without a signature.");
        options.AllowUnsigned = true;
        WebhookOptionsValidator.Mistakes(options).Should().BeEmpty();
        options.PreviousSecret = ChannelSamples.Secret;
        WebhookOptionsValidator.Mistakes(options).Should().Equal("PreviousSecret must be null when there is no Secret.");
    }

    [Theory]
    [InlineData("Timeout", "00:00:00.1", true)]
    [InlineData("Timeout", "00:05:00", false)] // the total is shorter
    [InlineData("TotalTimeout", "00:00:10", true)]
    [InlineData("TotalTimeout", "00:00:09.999", false)]
    [InlineData("TotalTimeout", "01:00:00", true)]
    [InlineData("TotalTimeout", "01:00:00.001", false)]
    [InlineData("RetryDelay", "00:00:00", true)]
    [InlineData("RetryDelay", "00:01:00", true)]
    [InlineData("RetryDelay", "00:01:00.001", false)]
    [InlineData("MaxRetryAfter", "00:10:00", true)]
    [InlineData("MaxRetryAfter", "00:10:00.001", false)]
    [InlineData("BreakDuration", "00:00:01", true)]
    [InlineData("BreakDuration", "00:00:00.999", false)]
    [InlineData("BreakDuration", "01:00:00", true)]
    [InlineData("BreakDuration", "01:00:00.001", false)]
    [InlineData("MaxRetries", "0", true)]
    [InlineData("MaxRetries", "10", true)]
    [InlineData("MaxRetries", "-1", false)]
    [InlineData("FailureThreshold", "1", true)]
    [InlineData("FailureThreshold", "100", true)]
    [InlineData("FailureThreshold", "101", false)]
    public void Bounds_are_where_they_are_said_to_be(string option, string value, bool isGood)
    {
        var options = new SlackOptions();
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { [option] = value }).Build().Bind(options);
        (SlackOptionsValidator.Mistakes(options).Count == 0).Should().Be(isGood);
    }

    [Theory]
    [InlineData("a@example.org", true)]
    [InlineData("Ops <a@example.org>", true)]
    [InlineData("a@example.org\r\nBcc: b@example.org", false)]
    [InlineData("a@example.org, b@example.org", false)]
    [InlineData("a", false)]
    [InlineData("", false)]
    public void An_address_of_mail_is_one_and_on_one_line(string address, bool isGood)
    {
        (EmailOptionsValidator.Mistakes(new EmailOptions { From = address }).Count == 0).Should().Be(isGood);
        (EmailOptionsValidator.Mistakes(new EmailOptions { To = [address] }).Count == 0).Should().Be(isGood);
    }

    [Fact]
    public void Mistakes_of_mail_are_told_at_once_without_addresses()
    {
        var mistakes = EmailOptionsValidator.Mistakes(new EmailOptions { Name = "", From = "5ECRET", To = ["a@example.org", "5ECRET"], SubjectPrefix = "a\nb", Timeout = TimeSpan.Zero });
        mistakes.Should().HaveCount(5).And.NotContain(m => m.Contains("5ECRET"));
        mistakes.Should().Contain(m => m.StartsWith("To[1] must be an address"));
    }
}
