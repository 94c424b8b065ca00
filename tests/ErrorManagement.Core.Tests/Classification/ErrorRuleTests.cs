using System.Net;
using ErrorManagement.Classification;

namespace ErrorManagement.Core.Tests.Classification;

public class ErrorRuleTests
{
    [Fact]
    public void Mistakes_in_a_rule_are_refused_when_it_is_made()
    {
        FluentActions.Invoking(() => ErrorRule.ForMessage(" ", ErrorCategory.Transient)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => ErrorRule.ForMessage(new string('x', 257), ErrorCategory.Transient)).Should().Throw<ArgumentException>().WithMessage("*1 to 256*257*");
        FluentActions.Invoking(() => ErrorRule.ForMessage(new string('x', 256), ErrorCategory.Transient)).Should().NotThrow();
        FluentActions.Invoking(() => ErrorRule.When(null!, ErrorCategory.Transient)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => ErrorRule.ForType<Exception>((ErrorCategory)42)).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*ErrorCategory*42*");
        FluentActions.Invoking(() => ErrorRule.ForStatus(HttpStatusCode.OK, ErrorCategory.Permanent, (ErrorSeverity)42)).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*ErrorSeverity*42*");
    }

    [Fact]
    public void A_rule_for_a_type_takes_its_heirs_too()
    {
        var rule = ErrorRule.ForType<ArgumentException>(ErrorCategory.Permanent);

        rule.Matches(new ArgumentNullException(), 10).Should().BeTrue();
        rule.Matches(new InvalidOperationException(), 10).Should().BeFalse();
        (rule.Category, rule.Severity).Should().Be((ErrorCategory.Permanent, null));
    }

    [Theory]
    [InlineData("card declined", true)]
    [InlineData("CARD DECLINED!", true)]
    [InlineData("the card declined.", true)]
    [InlineData("discard declined", false)]
    [InlineData("card declinedly", false)]
    [InlineData("discard declined, card declined", true)]
    [InlineData("card  declined", false)]
    [InlineData("", false)]
    public void A_text_is_found_as_whole_words(string message, bool found) =>
        ErrorRule.ForMessage("card declined", ErrorCategory.Permanent).Matches(new InvalidOperationException(message), 4096).Should().Be(found);

    [Fact]
    public void A_text_that_begins_with_a_sign_needs_no_edge_there() =>
        ErrorRule.ForMessage("(E42)", ErrorCategory.Permanent).Matches(new InvalidOperationException("failed(E42)now"), 4096).Should().BeTrue();

    [Fact]
    public void A_text_beyond_the_length_that_is_looked_at_is_not_found() =>
        ErrorRule.ForMessage("card", ErrorCategory.Permanent).Matches(new InvalidOperationException("the card"), 7).Should().BeFalse();
}
