using ErrorManagement.Analytics.Patterns;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.Retries;

namespace ErrorManagement.Analytics.Tests.Patterns;

public sealed class ConsequenceAdviceTests
{
    [Theory]
    [InlineData(typeof(CircuitOpenException), "errors that opened it")]
    [InlineData(typeof(CircuitIsolatedException), "by hand")]
    [InlineData(typeof(RetriesExhaustedException), "error of the last try")]
    [InlineData(typeof(RetryBudgetExhaustedException), "error of the last try")]
    public void What_follows_from_another_error_leads_to_that_one(Type type, string words)
    {
        foreach (var kind in new[] { PatternKind.Recurring, PatternKind.HighFrequency })
        {
            var actions = PatternActions.For(kind, type.FullName!);

            actions.Should().HaveCount(3).And.OnlyHaveUniqueItems();
            actions[0].Should().Contain(words);
            string.Join(' ', actions).Should().NotContain("same input").And.NotContain("Correct the cause rather than retrying");
        }
    }

    [Theory]
    [InlineData(PatternKind.Recurring, "System.TimeoutException")]
    [InlineData(PatternKind.ComponentFlood, "ErrorManagement.CircuitBreakers.CircuitOpenException")] // a component may be called anything
    public void What_does_not_has_the_usual_advice(PatternKind kind, string subject) =>
        PatternActions.For(kind, subject)[0].Should().Contain(subject);
}
