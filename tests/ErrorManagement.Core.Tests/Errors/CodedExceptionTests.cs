using ErrorManagement.Families.Resilience;

namespace ErrorManagement.Core.Tests.Errors;

public class CodedExceptionTests
{
    [Fact]
    public void A_family_of_ones_own_takes_three_lines()
    {
        var cause = new TimeoutException();
        var declined = new PaymentDeclinedException("card declined", cause);

        declined.Code.ToString().Should().Be("SHOP-PAY-001");
        declined.Message.Should().Be("card declined");
        declined.ToString().Should().Contain("card declined"); // S0.6
        declined.InnerException.Should().BeSameAs(cause); // S0.7
    }

    [Fact]
    public void The_code_of_the_instance_is_the_code_of_the_type() =>
        new PaymentDeclinedException("x").Code.Should().Be(ErrorCode.Of<PaymentDeclinedException>()); // S0.5

    [Fact]
    public void A_type_without_an_attribute_has_no_code() =>
        new Plain().Code.IsNone.Should().BeTrue();

    [Fact]
    public void Category_and_severity_are_left_open_unless_declared()
    {
        new PaymentDeclinedException("x").Severity.Should().BeNull();
        new PaymentDeclinedException("x").Category.Should().BeNull();
        new Declared(null, null, null).Severity.Should().Be(ErrorSeverity.Critical);
        new Declared(null, null, null).Category.Should().Be(ErrorCategory.Permanent);
    }

    [Fact]
    public void Context_is_empty_and_never_null_by_default() =>
        new PaymentDeclinedException("x").Context.Should().NotBeNull().And.BeEmpty();

    [Fact]
    public void Context_holds_what_was_given_and_nothing_absent()
    {
        var error = new Declared("run-7", "", null); // S0.11: an empty string is absent

        error.Context.Should().ContainSingle().Which.Should().Be(new KeyValuePair<string, object?>("run_id", "run-7"));
    }

    [Fact]
    public void A_later_value_of_the_same_name_replaces_the_earlier() =>
        new Declared("old", "new", 0).Context.Should().Equal(new Dictionary<string, object?> { ["run_id"] = "new", ["count"] = 0 });

    [Fact]
    public void The_librarys_own_errors_say_who_raised_them_and_when_to_try_again()
    {
        var cause = new TimeoutException();
        var error = new ResilienceException("payments", "gave up", TimeSpan.FromSeconds(3), cause);

        error.PolicyName.Should().Be("payments");
        error.RetryAfter.Should().Be(TimeSpan.FromSeconds(3));
        error.InnerException.Should().BeSameAs(cause);
        error.IsRejection.Should().BeFalse();
        error.Code.ToString().Should().Be("EM-RES-000");
        FluentActions.Invoking(() => new ResilienceException(null!, "x")).Should().Throw<ArgumentNullException>();
    }

    [ErrorCode("SHOP-PAY-001")]
    private sealed class PaymentDeclinedException(string message, Exception? cause = null) : CodedException(message, cause);

    private sealed class Plain() : CodedException("plain");

    private sealed class Declared : CodedException
    {
        public Declared(string? first, string? second, int? count)
            : base("declared")
        {
            AddContext("run_id", first);
            AddContext("run_id", second);
            AddContext("count", count);
        }

        public override ErrorSeverity? Severity => ErrorSeverity.Critical;

        public override ErrorCategory? Category => ErrorCategory.Permanent;
    }
}
