using System.Diagnostics.Metrics;
using ErrorManagement.TestKit;
using ErrorManagement.Timeouts;
using Microsoft.Extensions.DependencyInjection;

namespace ErrorManagement.Core.Tests.Timeouts;

public sealed class TimeoutInstrumentsTests
{
    [Fact] // U42
    public async Task A_time_out_that_fired_is_counted_once_and_a_call_in_time_is_not()
    {
        using var provider = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var factory = provider.GetRequiredService<IMeterFactory>();
        using var recorder = new MeasurementRecorder(factory);
        var clock = new FakeTimeProvider();
        var policy = new TimeoutPolicy(new TimeoutOptions { Name = "stock" }, clock, factory);

        policy.Execute(static () => 1);
        var call = policy.ExecuteAsync(async token =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, clock, token);
            return 1;
        }).AsTask();
        clock.Advance(TimeSpan.FromSeconds(31));

        (await Record.ExceptionAsync(() => call)).Should().BeOfType<CallTimeoutException>();
        recorder.Read("timeout.expired").Should().Equal(new Dictionary<string, double> { ["timeout.policy.name=stock"] = 1 });
    }
}
