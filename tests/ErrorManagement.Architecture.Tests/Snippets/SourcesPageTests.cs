using ErrorManagement.Analytics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ErrorManagement.Architecture.Tests.Snippets;

/// <summary>The code of docs/sources.md.</summary>
public sealed class SourcesPageTests
{
    [Fact]
    public void Switches()
    {
        var services = new ServiceCollection();
        #region switches
        services.AddErrorManagement(options =>
        {
            options.Sources.Logger.Components["Shop.Payments"] = "payments"; // for that category and all below it
            options.Sources.Unhandled.FlushTimeout = TimeSpan.FromSeconds(5);
            options.Sources.Unobserved.Enabled = false;
        });
        #endregion

        using var provider = services.BuildServiceProvider();
        provider.GetRequiredService<IOptions<ErrorManagementOptions>>().Value.Sources.Unobserved.Enabled.Should().BeFalse();
    }

    [Fact]
    public void Alone()
    {
        #region alone
        using var registry = new ErrorRegistry();
        using var factory = LoggerFactory.Create(logging => logging.AddProvider(new ErrorLoggerProvider(registry)));
        factory.CreateLogger("Shop.Checkout").LogError("Order {OrderId} of {Customer} was lost", 17, "Anna");
        #endregion

        registry.GetErrors().Should().ContainSingle().Which.Template.Should().Be("Order {OrderId} of {Customer} was lost");
    }

    [Fact]
    public void Occurrences()
    {
        using var registry = new ErrorRegistry();
        var reportedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        var traceId = "0af7651916cd43dd8448eb211c80319c";
        #region occurrence
        registry.Record(new ErrorOccurrence("billing", "CardRefused", "Card of order 17 was refused")
        {
            Template = "Card of order {OrderId} was refused", // else the message is masked
            Severity = ErrorSeverity.Warning,
            Timestamp = reportedAt,
            TraceId = traceId,
            Host = "till-4",
            Release = "3.1",
        });
        #endregion

        registry.GetErrors().Should().ContainSingle().Which.Occurrences[0].Timestamp.Should().Be(reportedAt);
    }
}
