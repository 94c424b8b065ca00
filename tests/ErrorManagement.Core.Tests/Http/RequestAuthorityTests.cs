using ErrorManagement.Http;

namespace ErrorManagement.Core.Tests.Http;

public class RequestAuthorityTests
{
    [Theory]
    [InlineData("http://payments.example/a?b=c#d", "http://payments.example:80")]
    [InlineData("http://payments.example:80/", "http://payments.example:80")]
    [InlineData("HTTPS://Payments.EXAMPLE", "https://payments.example:443")]
    [InlineData("https://payments.example:8443", "https://payments.example:8443")]
    [InlineData("https://someone:secret@payments.example/", "https://payments.example:443")]
    [InlineData("https://payments.example./", "https://payments.example:443")]
    [InlineData("http://127.0.0.1:5000/x", "http://127.0.0.1:5000")]
    [InlineData("http://[::1]:5000/", "http://[::1]:5000")]
    [InlineData("http://[0:0:0:0:0:0:0:1]/", "http://[::1]:80")]
    [InlineData("http://[2001:DB8::A]/", "http://[2001:db8::a]:80")]
    [InlineData("https://Bücher.example/", "https://xn--bcher-kva.example:443")]
    [InlineData("https://XN--BCHER-KVA.example/", "https://xn--bcher-kva.example:443")]
    [InlineData("ws://socket.example/", "ws://socket.example:80")]
    [InlineData("file:///etc/hosts", null)]
    [InlineData("mailto:someone@example.org", "mailto://example.org:25")]
    public void One_authority_has_one_spelling_and_nothing_private(string address, string? authority) =>
        RequestAuthority.Of(new Uri(address)).Should().Be(authority);

    [Fact]
    public void An_address_that_names_no_host_has_none()
    {
        RequestAuthority.Of(null).Should().BeNull();
        RequestAuthority.Of(new Uri("/a", UriKind.Relative)).Should().BeNull();
        RequestAuthority.Of(new Uri("urn:isbn:0")).Should().BeNull();
    }

    [Fact]
    public void A_name_that_cannot_be_put_into_ascii_is_taken_as_it_is()
    {
        var address = new Uri("http://a\u200Db.example/");

        FluentActions.Invoking(() => address.IdnHost).Should().Throw<UriFormatException>();
        RequestAuthority.Of(address).Should().Be("http://a\u200Db.example:80");
    }
}
