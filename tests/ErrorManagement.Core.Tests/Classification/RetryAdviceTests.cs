using ErrorManagement.Classification;

namespace ErrorManagement.Core.Tests.Classification;

public class RetryAdviceTests
{
    [Fact]
    public void Advice_reaches_the_verdict_and_leaves_the_exception_alone()
    {
        var exception = new TimeoutException();
        RetryAdvice.Attach(exception, TimeSpan.FromSeconds(3), canRetry: false);

        var verdict = ErrorClassifier.Default.Classify(exception);

        verdict.RetryAfter.Should().Be(TimeSpan.FromSeconds(3));
        verdict.CanRetry.Should().BeFalse();
        verdict.Category.Should().Be(ErrorCategory.Transient);
        exception.Data.Count.Should().Be(0);
    }

    [Fact]
    public void Advice_on_an_inner_exception_counts_and_the_outer_ones_delay_wins()
    {
        var inner = new TimeoutException();
        var outer = new InvalidOperationException("x", inner);
        RetryAdvice.Attach(inner, TimeSpan.FromSeconds(3), canRetry: false);

        ErrorClassifier.Default.Classify(outer).Should().BeEquivalentTo(new { RetryAfter = TimeSpan.FromSeconds(3), CanRetry = false });

        RetryAdvice.Attach(outer, TimeSpan.FromSeconds(5));
        ErrorClassifier.Default.Classify(outer).Should().BeEquivalentTo(new { RetryAfter = TimeSpan.FromSeconds(5), CanRetry = false });
    }

    [Fact]
    public void Later_advice_replaces_earlier_and_a_negative_delay_is_zero()
    {
        var exception = new TimeoutException();
        RetryAdvice.Attach(exception, TimeSpan.FromSeconds(3), canRetry: false);
        RetryAdvice.Attach(exception, TimeSpan.FromSeconds(-3));

        ErrorClassifier.Default.Classify(exception).Should().BeEquivalentTo(new { RetryAfter = TimeSpan.Zero, CanRetry = true });
    }

    [Fact]
    public void Advice_taken_away_is_gone()
    {
        var exception = new TimeoutException();
        RetryAdvice.Attach(exception, TimeSpan.FromSeconds(3), canRetry: false);
        RetryAdvice.Detach(exception);

        ErrorClassifier.Default.Classify(exception).Should().BeEquivalentTo(new { RetryAfter = (TimeSpan?)null, CanRetry = true });
    }

    [Fact]
    public void A_verdict_allows_a_retry_by_default()
    {
        default(ErrorClassification).CanRetry.Should().BeTrue();
        new ErrorClassification(ErrorCategory.Transient, ErrorSeverity.Warning).CanRetry.Should().BeTrue();
        ErrorClassification.CallerCancellation.CanRetry.Should().BeFalse();
    }
}
