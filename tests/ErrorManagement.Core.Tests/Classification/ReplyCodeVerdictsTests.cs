using ErrorManagement.Classification;
using static ErrorManagement.ErrorCategory;

namespace ErrorManagement.Core.Tests.Classification;

public class ReplyCodeVerdictsTests
{
    [Theory]
    [InlineData(-1, Unknown)]
    [InlineData(250, Unknown)]
    [InlineData(400, Transient)]
    [InlineData(454, Transient)]
    [InlineData(499, Transient)]
    [InlineData(500, Permanent)]
    [InlineData(501, DataValidation)]
    [InlineData(535, Authentication)]
    [InlineData(552, DataValidation)]
    [InlineData(599, Permanent)]
    [InlineData(600, Unknown)]
    public void A_mail_server_says_by_the_first_digit_whether_it_will_pass(int reply, ErrorCategory expected) => ReplyCodeVerdicts.OfMail(reply).Should().Be(expected);

    [Theory]
    [InlineData(226, Unknown)]
    [InlineData(332, Authentication)]
    [InlineData(421, Transient)]
    [InlineData(430, Authentication)]
    [InlineData(530, Authentication)]
    [InlineData(550, Permanent)]
    [InlineData(553, DataValidation)]
    public void A_file_server_does_the_same(int reply, ErrorCategory expected) => ReplyCodeVerdicts.OfFile(reply).Should().Be(expected);
}
