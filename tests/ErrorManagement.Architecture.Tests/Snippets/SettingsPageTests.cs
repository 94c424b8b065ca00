using ErrorManagement.Analytics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ErrorManagement.Architecture.Tests.Snippets;

/// <summary>The code of docs/settings.md.</summary>
public sealed class SettingsPageTests
{
    [Fact]
    public async Task Bind_and_start()
    {
        var services = new ServiceCollection();
        IConfiguration configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["ErrorManagement:Alerts:ErrorRateThreshold"] = "10", ["ErrorManagement:Schedule:At"] = "06:00" })
            .Build();
        #region bind
        services.AddErrorManagement(options => options.ApplicationName = "shop");
        services.Configure<ErrorManagementOptions>(configuration.GetSection("ErrorManagement"));
        #endregion
        await using var provider = services.BuildServiceProvider();

        #region start
        provider.GetRequiredService<AlertManager>().Start();      // looks at the rules every 15 seconds
        provider.GetRequiredService<ReportScheduler>().Start();   // a report each day, one each week
        #endregion

        var options = provider.GetRequiredService<IOptions<ErrorManagementOptions>>().Value;
        options.ApplicationName.Should().Be("shop");
        options.Alerts.ErrorRateThreshold.Should().Be(10);
        options.Schedule.At.Should().Be(new TimeOnly(6, 0));
    }
}
