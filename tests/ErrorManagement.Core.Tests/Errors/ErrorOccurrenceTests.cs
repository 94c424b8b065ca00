namespace ErrorManagement.Core.Tests.Errors;

public class ErrorOccurrenceTests
{
    [Fact]
    public void An_occurrence_needs_where_what_and_which()
    {
        FluentActions.Invoking(() => new ErrorOccurrence(null!, "t", "m")).Should().Throw<ArgumentNullException>().WithParameterName("component");
        FluentActions.Invoking(() => new ErrorOccurrence("c", null!, "m")).Should().Throw<ArgumentNullException>().WithParameterName("errorType");
        FluentActions.Invoking(() => new ErrorOccurrence("c", "t", null!)).Should().Throw<ArgumentNullException>().WithParameterName("message");
    }

    [Fact]
    public void All_else_is_open_by_default()
    {
        var occurrence = new ErrorOccurrence("payments", "Declined", "card declined"); // U8

        occurrence.Component.Should().Be("payments");
        occurrence.ErrorType.Should().Be("Declined");
        occurrence.Message.Should().Be("card declined");
        occurrence.Code.IsNone.Should().BeTrue();
        occurrence.Severity.Should().BeNull();
        occurrence.Category.Should().Be(ErrorCategory.Unknown);
        occurrence.Context.Should().BeNull();
        occurrence.StackTrace.Should().BeNull();
        occurrence.TraceId.Should().BeNull();
        occurrence.Timestamp.Should().BeNull();
        occurrence.Recovered.Should().BeFalse();
        occurrence.Exception.Should().BeNull();
    }

    [Fact]
    public void A_copy_with_a_change_leaves_the_first_as_it_was()
    {
        var first = new ErrorOccurrence("payments", "Declined", "card declined");
        var second = first with { Severity = ErrorSeverity.Critical, Context = new OperationContext { Layer = "api" } };

        first.Severity.Should().BeNull();
        second.Severity.Should().Be(ErrorSeverity.Critical);
        second.Context!.Layer.Should().Be("api");
        second.Component.Should().Be("payments");
    }
}
