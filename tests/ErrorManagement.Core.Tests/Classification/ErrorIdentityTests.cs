using System.Net.Sockets;
using ErrorManagement.Classification;

namespace ErrorManagement.Core.Tests.Classification;

public class ErrorIdentityTests
{
    [Fact]
    public void Each_kind_has_its_own_form()
    {
        default(ErrorIdentity).IsNone.Should().BeTrue();
        default(ErrorIdentity).ToString().Should().BeEmpty();
        ErrorIdentity.OfCode(new ErrorCode("EM", "CORE", 1)).ToString().Should().Be("EM-CORE-001");
        ErrorIdentity.OfHttpStatus(503).ToString().Should().Be("http:503");
        ErrorIdentity.OfSocketError(SocketError.ConnectionRefused).ToString().Should().Be("socket:ConnectionRefused");
        ErrorIdentity.OfSqlState("40001").ToString().Should().Be("sqlstate:40001");
        ErrorIdentity.OfHResult(unchecked((int)0x80070020)).ToString().Should().Be("hresult:0x80070020");
    }

    [Fact]
    public void The_same_number_of_another_kind_is_another_identity()
    {
        ErrorIdentity.OfHttpStatus(503).Should().Be(ErrorIdentity.OfHttpStatus(503)).And.NotBe(ErrorIdentity.OfHResult(503));
        ErrorIdentity.OfHttpStatus(503).Kind.Should().Be(ErrorIdentityKind.HttpStatus);
        ErrorIdentity.OfHttpStatus(503).Number.Should().Be(503);
    }
}
