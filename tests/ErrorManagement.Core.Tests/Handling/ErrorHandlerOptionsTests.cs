using ErrorManagement.Classification;
using ErrorManagement.Handling;
using ErrorManagement.Recovery;

namespace ErrorManagement.Core.Tests.Handling;

public sealed class ErrorHandlerOptionsTests
{
    [Fact]
    public void All_mistakes_are_told_at_once_with_value_and_bound()
    {
        var options = new ErrorHandlerOptions { CacheTimeToLive = TimeSpan.Zero, CacheCapacity = 0, SeverityPolicy = (SeverityPolicy)7 };
        options.Strategies[ErrorCategory.Unknown] = (HandlingStrategy)9;
        options.Actions[(ErrorCategory)8] = (RecoveryAction)11;
        options.Retry.MaxRetries = -1;

        var message = new Action(() => _ = new ErrorHandler(options)).Should().Throw<ArgumentException>().Which.Message;

        foreach (var part in new[] { "CacheTimeToLive must be more than zero; it is 00:00:00", "CacheCapacity must be at least 1; it is 0", "SeverityPolicy", "Strategies[Unknown]", "it is 9", "Actions must be", "it is 8", "it is 11", "MaxRetries must be at least 0; it is -1" })
        {
            message.Should().Contain(part);
        }
    }

    [Fact]
    public void A_retry_that_judges_results_is_refused_since_the_first_result_is_not_judged()
    {
        var options = new ErrorHandlerOptions();
        options.Retry.RetryResult<int>(stock => stock < 0);

        new Action(() => _ = new ErrorHandler(options)).Should().Throw<ArgumentException>().WithMessage("*Retry.JudgeResult must be left out*");
    }

    [Fact]
    public void A_retry_must_be_given() =>
        new Action(() => _ = new ErrorHandler(new ErrorHandlerOptions { Retry = null! })).Should().Throw<ArgumentException>().WithMessage("*Retry must be given; it is null*");

    [Fact]
    public async Task Later_changes_have_no_effect()
    {
        var options = new ErrorHandlerOptions();
        options.Retry.InitialDelay = TimeSpan.Zero;
        options.Strategies[ErrorCategory.Permanent] = HandlingStrategy.RetryWithBackoff;
        options.Actions[ErrorCategory.Permanent] = RecoveryAction.None;
        var handler = new ErrorHandler(options);

        options.Strategies[ErrorCategory.Permanent] = HandlingStrategy.ImmediateFail;
        options.Actions.Clear();
        options.Retry.MaxRetries = 0;

        handler.Rules[ErrorCategory.Permanent].Should().Be(new HandlingRule(HandlingStrategy.RetryWithBackoff, RecoveryAction.None));
        (await handler.HandleAsync(_ => Task.FromException(new NotSupportedException()), HandlerFixture.Payments)).RetryCount.Should().Be(3);
        options.Retry.ShouldRetry.Should().BeNull("the host's own object is not touched");
    }
}
