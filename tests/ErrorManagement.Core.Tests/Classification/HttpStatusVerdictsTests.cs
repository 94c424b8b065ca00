using System.Net.WebSockets;
using ErrorManagement.Classification;
using static ErrorManagement.ErrorCategory;

namespace ErrorManagement.Core.Tests.Classification;

public class HttpStatusVerdictsTests
{
    [Theory] // U9
    [InlineData(RateLimit, 429, 509)]
    [InlineData(Authentication, 401, 403, 407, 511)]
    [InlineData(DataValidation, 400, 411, 413, 414, 416, 422, 431)]
    [InlineData(Transient, 408, 421, 423, 425, 502, 503, 504, 521, 522, 523, 524, 529, 598, 599)]
    [InlineData(Permanent, 300, 304, 402, 404, 405, 410, 412, 418, 451, 499, 501, 505)]
    [InlineData(Unknown, 0, 100, 200, 299, 409, 500, 506, 507, 520, 525, 600)]
    public void A_status_decides(ErrorCategory expected, params int[] statuses) =>
        statuses.Should().OnlyContain(status => HttpStatusVerdicts.CategoryOf(status) == expected);

    [Theory]
    [InlineData("The server returned status code '503' when status code '101' was expected.", 503)]
    [InlineData("The server returned status code '5", null)]
    [InlineData("The server returned status code 'abc'", null)]
    [InlineData("odd", null)]
    public void The_handshake_of_a_web_socket_tells_its_status(string message, int? expected) =>
        StatusOf(new WebSocketException(WebSocketError.NotAWebSocket, message)).Should().Be(expected);

    [Fact]
    public void Other_failures_of_a_web_socket_have_no_status() =>
        StatusOf(new WebSocketException(WebSocketError.Faulted, "status code '503'")).Should().BeNull();

    private static int? StatusOf(Exception exception) => (int?)HttpStatusVerdicts.StatusOf(exception, TypeTraits.Of(exception));
}
