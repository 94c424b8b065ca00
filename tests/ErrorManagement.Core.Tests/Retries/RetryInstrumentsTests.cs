using System.Diagnostics.Metrics;
using ErrorManagement.Diagnostics;
using ErrorManagement.Retries;
using ErrorManagement.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace ErrorManagement.Core.Tests.Retries;

/// <summary>U42: what retries publish.</summary>
public sealed class RetryInstrumentsTests : IDisposable
{
    private readonly ServiceProvider _provider = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly RetryPolicy _policy;
    private readonly MeasurementRecorder _recorder;

    public RetryInstrumentsTests()
    {
        var factory = _provider.GetRequiredService<IMeterFactory>();
        _policy = new RetryPolicy(new RetryOptions { Name = "writes", MaxRetries = 2, InitialDelay = TimeSpan.Zero }, meterFactory: factory);
        _recorder = new MeasurementRecorder(factory);
    }

    public void Dispose()
    {
        _recorder.Dispose();
        _provider.Dispose();
    }

    [Theory]
    [InlineData(0, false, 0, null)]
    [InlineData(1, false, 1, "recovered")]
    [InlineData(2, false, 2, "recovered")]
    [InlineData(3, false, 2, "exhausted")]
    [InlineData(1, true, 0, "not_retryable")]
    public async Task Retries_and_how_the_call_ended_are_counted_by_policy(int failures, bool permanent, int retries, string? outcome)
    {
        foreach (var call in new[] { Asynchronous(failures, permanent), Pending(failures, permanent), Task.Run(() => Synchronous(failures, permanent)) })
        {
            await Record.ExceptionAsync(() => call);
        }

        _recorder.Read("retry.retries").Select(m => (m.Key, m.Value)).Should().Equal(retries == 0 ? [] : [("retry.policy.name=writes", 3 * retries)]);
        _recorder.Read("retry.calls").Select(m => (m.Key, m.Value)).Should().Equal(outcome is null ? [] : [($"retry.policy.name=writes, retry.outcome={outcome}", 3)]);
    }

    [Fact]
    public async Task A_call_that_its_caller_cancelled_is_not_counted()
    {
        using var source = new CancellationTokenSource();

        await Record.ExceptionAsync(async () => await _policy.ExecuteAsync<int>(_ =>
        {
            source.Cancel();
            throw new TimeoutException();
        }, source.Token));

        _recorder.Read("retry.calls").Should().BeEmpty();
    }

    [Fact] // 48
    public void A_listener_that_throws_changes_nothing_for_the_call()
    {
        var before = ErrorManagementDiagnostics.SwallowedFailures;
        _recorder.OnMeasured = () => throw new InvalidOperationException("bad listener");

        Synchronous(1, permanent: false).Should().Be(1);

        ErrorManagementDiagnostics.SwallowedFailures.Should().BeGreaterThanOrEqualTo(before + 2);
    }

    [Fact]
    public void A_policy_of_a_container_counts_on_the_meter_of_its_factory()
    {
        using var provider = new ServiceCollection().AddMetrics().AddErrorManagementCore()
            .AddPolicy("checkout", p => p.Retry(o => o.InitialDelay = TimeSpan.Zero)).Services.BuildServiceProvider();
        using var recorder = new MeasurementRecorder(provider.GetRequiredService<IMeterFactory>());

        Record.Exception(() => provider.GetRequiredKeyedService<IExecutionPolicy>("checkout").Execute<int>(static () => throw new TimeoutException()));

        recorder.Read("retry.retries").Should().Equal(new Dictionary<string, double> { ["retry.policy.name=retry"] = 3 });
    }

    private static Func<int> FailsFirst(int failures, bool permanent)
    {
        var left = failures;
        return () => left-- <= 0 ? 1 : permanent ? throw new ArgumentException("wrong") : throw new TimeoutException();
    }

    private Task<int> Asynchronous(int failures, bool permanent)
    {
        var call = FailsFirst(failures, permanent);
        return _policy.ExecuteAsync(_ => new ValueTask<int>(call())).AsTask();
    }

    private Task<int> Pending(int failures, bool permanent)
    {
        var call = FailsFirst(failures, permanent);
        return _policy.ExecuteAsync(async _ =>
        {
            await Task.Yield();
            return call();
        }).AsTask();
    }

    private int Synchronous(int failures, bool permanent) => _policy.Execute(FailsFirst(failures, permanent));
}
