using ErrorManagement.Analytics;
using ErrorManagement.Analytics.Grouping;

namespace ErrorManagement.Architecture.Tests.Snippets;

/// <summary>The code of docs/grouping-options.md.</summary>
public sealed class GroupingOptionsPageTests
{
    [Fact]
    public void Modes()
    {
        #region mode
        using var registry = new ErrorRegistry(new ErrorRegistryOptions
        {
            Grouping = new GroupingOptions { By = GroupingMode.ExactMessage },
        });
        #endregion

        registry.Record(new TimeoutException("order 1"), "orders");
        registry.Record(new TimeoutException("order 2"), "orders").IsNew.Should().BeTrue();
    }

    [Fact]
    public void Fingerprints()
    {
        using var registry = new ErrorRegistry();
        #region fingerprint
        try
        {
            Charge();
        }
        catch (TimeoutException e)
        {
            registry.Record(e, "payments", fingerprint: "gateway-away");
        }

        registry.Record(new ErrorOccurrence("payments", "GatewayRefused", "no answer") { Fingerprint = "gateway-away" });
        #endregion

        registry.GetErrors().Should().ContainSingle().Which.Count.Should().Be(2);

        static void Charge() => throw new TimeoutException("no answer after 3 s");
    }

    [Fact]
    public void Rules()
    {
        #region rule
        var options = new ErrorRegistryOptions();
        options.Grouping.Rule = request => request.Exception switch
        {
            InvalidOperationException when request.Message.Contains("deadlock", StringComparison.Ordinal) => "deadlock",
            _ => null, // as if there were no rule
        };
        using var registry = new ErrorRegistry(options);
        #endregion

        registry.Record(new InvalidOperationException("a deadlock on orders"), "db");
        registry.Record(new InvalidOperationException("stock: deadlock"), "db").Count.Should().Be(2);
        registry.Record(new InvalidOperationException("other"), "db").IsNew.Should().BeTrue();
    }
}
