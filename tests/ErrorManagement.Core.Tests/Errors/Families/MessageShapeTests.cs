using ErrorManagement.Families;

namespace ErrorManagement.Core.Tests.Errors.Families;

public class MessageShapeTests
{
    [Theory]
    [InlineData(null, "", "", "")]
    [InlineData("", "", "", "")]
    [InlineData("x", "of x", "'x'", "(x)")]
    [InlineData(" ", "of  ", "' '", "( )")] // blanks are a value, if an odd one
    public void A_part_that_is_absent_leaves_no_trace(string? value, string given, string quoted, string bracketed) // S0.11
    {
        MessageShape.Given("of ", value).Should().Be(given);
        MessageShape.Quoted(value).Should().Be(quoted);
        MessageShape.Bracketed(value).Should().Be(bracketed);
    }

    [Fact]
    public void Words_have_one_blank_between_them_and_none_where_one_is_absent()
    {
        MessageShape.Words("a", "b", "c").Should().Be("a b c");
        MessageShape.Words("", "a", null, "b", "").Should().Be("a b");
        MessageShape.Words(null, "").Should().BeEmpty();
    }

    [Theory]
    [InlineData("Run", "gone", "Run: gone")]
    [InlineData("", "gone", "gone")]
    [InlineData("Run", "", "Run")]
    [InlineData("", "", "")]
    public void A_colon_stands_only_between_two_parts(string subject, string text, string message) =>
        MessageShape.About(subject, text).Should().Be(message);

    [Fact]
    public void A_text_that_is_null_is_refused_by_the_callers_name()
    {
        string reason = null!;
        FluentActions.Invoking(() => MessageShape.About("Run", reason)).Should().Throw<ArgumentNullException>().WithParameterName(nameof(reason));
    }

    [Theory]
    [InlineData("workflow", "Workflow")]
    [InlineData("ETL", "ETL")]
    [InlineData("i", "I")] // in every culture
    [InlineData("", "")]
    public void The_first_letter_alone_becomes_a_capital(string value, string capitalized) =>
        MessageShape.Capitalized(value).Should().Be(capitalized);
}
