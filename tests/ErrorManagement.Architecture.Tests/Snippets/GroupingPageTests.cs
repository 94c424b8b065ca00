using ErrorManagement.Analytics;

namespace ErrorManagement.Architecture.Tests.Snippets;

/// <summary>The code of docs/grouping.md.</summary>
public sealed class GroupingPageTests
{
    [Fact]
    public void Why_two_errors_are_two_is_told_and_users_decide_otherwise()
    {
        using var registry = new ErrorRegistry();
        var payments = registry.Record(new TimeoutException("no answer from the bank"), "payments").Id;
        var ledger = registry.Record(new InvalidOperationException("nothing to book"), "ledger").Id;

        #region explain
        GroupingExplanation why = registry.Explain(payments, ledger);
        Console.WriteLine($"One: {why.AreOne}. {why}");
        #endregion
        why.AreOne.Should().BeFalse();
        why.Reasons.Should().HaveCount(3);

        #region steer
        registry.Merge(into: payments, other: ledger, reason: "both are the outage of March 1st");
        ErrorId own = registry.Split(ledger, reason: "two causes after all");
        #endregion
        own.Should().Be(ledger);
        registry.Explain(payments, ledger).Reasons[0].Should().Contain("two causes after all");
    }
}
