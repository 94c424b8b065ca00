using ErrorManagement.Analytics;
using ErrorManagement.Families.Observability;

namespace ErrorManagement.Architecture.Tests.Snippets;

/// <summary>The code of docs/alert-channels.md.</summary>
public sealed class AlertChannelsPageTests
{
    [Fact]
    public void Make()
    {
        var secret = "from the vault, at least 16 characters";
        var slackUrl = "https://hooks.slack.com/services/T000/B000/from-the-vault";

        #region make
        using var webhook = new WebhookChannel(new WebhookOptions { Url = "https://ops.example.org/hooks/errors", Secret = secret });
        using var slack = new SlackChannel(new SlackOptions { Url = slackUrl });
        var email = new EmailChannel(new EmailOptions { From = "errors@example.org", To = ["oncall@example.org"], SubjectPrefix = "[shop]" }, SendMailAsync);
        #endregion

        new[] { webhook.Name, slack.Name, email.Name }.Should().Equal("webhook", "slack", "email");
    }

    #region mail
    private static async ValueTask SendMailAsync(EmailMessage message, CancellationToken cancellationToken)
    {
        using var mail = new System.Net.Mail.MailMessage(message.From!, string.Join(',', message.To), message.Subject, message.Text);
        mail.AlternateViews.Add(System.Net.Mail.AlternateView.CreateAlternateViewFromString(message.Html, null, "text/html"));
        using var client = new System.Net.Mail.SmtpClient("mail.example.org");
        await client.SendMailAsync(mail, cancellationToken);
    }
    #endregion

    [Fact]
    public async Task Send()
    {
        var channel = new EmailChannel(new EmailOptions(), (_, _) => throw new IOException("no route"));
        var notice = new AlertNotice { Id = "1", Alert = new Alert { Id = "1", Rule = "r", Fingerprint = "r", Message = "m" } };
        using var cancel = new CancellationTokenSource();
        var shutdown = cancel.Token;

        #region send
        try
        {
            await channel.SendAsync(notice, shutdown);
        }
        catch (AlertChannelException e)
        {
            Console.WriteLine(e.Message);   // Alert channel email failed: the function that sends failed with IOException
        }
        #endregion
    }

    [Fact]
    public void Check()
    {
        var body = "{}"u8.ToArray();
        var secret = "at least 16 characters";
        IsGenuine(WebhookSignature.Create(secret, body, TimeProvider.System.GetUtcNow()), body, secret).Should().BeTrue();
        IsGenuine(null, body, secret).Should().BeFalse();
    }

    #region check
    // body: the bytes as they came, before anything parses them
    private static bool IsGenuine(string? header, byte[] body, string secret) =>
        WebhookSignature.Verify(secret, header, body, tolerance: TimeSpan.FromMinutes(5), now: DateTimeOffset.UtcNow);
    #endregion
}
