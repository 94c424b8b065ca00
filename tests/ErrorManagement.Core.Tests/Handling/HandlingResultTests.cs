using ErrorManagement.Classification;
using ErrorManagement.Handling;

namespace ErrorManagement.Core.Tests.Handling;

public sealed class HandlingResultTests
{
    private static readonly ErrorHandled Error = new()
    {
        ErrorId = "ERR_00000001",
        Component = "payments",
        Exception = new FormatException(),
        Verdict = new ErrorClassification(ErrorCategory.DataValidation, ErrorSeverity.Warning),
        Strategy = HandlingStrategy.FallbackToDefault,
        RequestId = "r1",
        FallbackUsed = true,
        Elapsed = TimeSpan.FromSeconds(1),
    };

    [Fact]
    public void The_default_is_no_call_at_all()
    {
        var none = default(HandlingResult<int>);

        (none.Succeeded, none.IsCancelled, none.Exception, none.RetryCount).Should().Be((false, false, null, 0));
        none.Invoking(r => r.ValueOrThrow()).Should().Throw<InvalidOperationException>();
        default(HandlingResult).Invoking(r => r.ThrowIfNotSucceeded()).Should().Throw<InvalidOperationException>();
        none.ValueOr(5).Should().Be(5);
    }

    [Fact]
    public void Mocks_can_make_every_result()
    {
        var success = HandlingResult.Success(5, "r1", TimeSpan.FromSeconds(2));
        var answered = HandlingResult.Success(6, Error);
        var failed = HandlingResult.Failure<int>(Error);
        var cancelled = HandlingResult.Cancelled<int>(new OperationCanceledException(), "r2");

        (success.ValueOrThrow(), success.RequestId, success.Elapsed).Should().Be((5, "r1", TimeSpan.FromSeconds(2)));
        (answered.Value, answered.FallbackUsed, answered.RequestId, answered.Elapsed).Should().Be((6, true, "r1", TimeSpan.FromSeconds(1)));
        (failed.Succeeded, failed.Category, failed.ErrorId, failed.ValueOr(7)).Should().Be((false, ErrorCategory.DataValidation, "ERR_00000001", 7));
        failed.Invoking(r => r.ValueOrThrow()).Should().Throw<FormatException>().Which.Should().BeSameAs(Error.Exception);
        (cancelled.IsCancelled, cancelled.RequestId).Should().Be((true, "r2"));
    }

    [Fact]
    public void Without_its_value_a_result_says_the_same()
    {
        var failed = HandlingResult.Failure<int>(Error).WithoutValue();

        (failed.Succeeded, failed.Error, failed.Strategy, failed.Elapsed, failed.RequestId, failed.Verdict).Should().Be((false, Error, HandlingStrategy.FallbackToDefault, TimeSpan.FromSeconds(1), "r1", Error.Verdict));
        failed.Invoking(r => r.ThrowIfNotSucceeded()).Should().Throw<FormatException>();
        HandlingResult.Success(1).WithoutValue().Invoking(r => r.ThrowIfNotSucceeded()).Should().NotThrow();
        HandlingResult.Cancelled<int>(new OperationCanceledException()).WithoutValue().IsCancelled.Should().BeTrue();
    }
}
