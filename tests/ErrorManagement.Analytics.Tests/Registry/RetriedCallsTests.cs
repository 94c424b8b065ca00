using ErrorManagement.Classification;
using ErrorManagement.Retries;
using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Registry;

/// <summary>S1.6, S1.7, S1.9, U20, D2, idea 12: a retried call is one error, not one for each try.</summary>
public sealed class RetriedCallsTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly ErrorRegistry _registry;

    public RetriedCallsTests() => _registry = new ErrorRegistry(null, _time);

    public void Dispose() => _registry.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Four_failed_tries_and_the_hosts_own_record_are_one_record_with_one_occurrence(bool synchronous)
    {
        var policy = Make();

        try
        {
            _ = synchronous ? policy.Execute<int>(Fail) : await policy.ExecuteAsync(_ => new ValueTask<int>(Fail()));
        }
        catch (IOException e)
        {
            _registry.Record(e, component: "storage");
            AttemptLedger.Of(e).Should().HaveCount(4);
        }

        var record = _registry.GetErrors().Should().ContainSingle().Subject;
        record.Should().Match<ErrorRecord>(r => r.Count == 1 && r.RecoveredCount == 0 && r.ErrorType == "System.IO.IOException");
        record.Severity.Should().Be(ErrorSeverity.Error, "the retry says Warning, the host's record what the policy says, and the highest stays");
        record.StackTrace.Should().Contain(nameof(Fail));
        record.Context!.Data!["retry_count"].Should().Be(3);
        _registry.GetStatistics().TotalCount.Should().Be(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_call_that_recovers_is_one_warning_flagged_recovered_unless_that_is_switched_off(bool reports)
    {
        var policy = Make(o => o.ReportRecovered = reports);
        var tries = 0;

        (await policy.ExecuteAsync(_ => new ValueTask<int>(++tries < 3 ? Fail() : tries))).Should().Be(3);

        var records = _registry.GetErrors();
        if (!reports)
        {
            records.Should().BeEmpty();
            return;
        }

        records.Should().ContainSingle().Which.Should().Match<ErrorRecord>(r => r.Count == 1 && r.RecoveredCount == 1 && r.Severity == ErrorSeverity.Warning);
        records[0].Context!.Data!["retry_count"].Should().Be(2);
    }

    [Fact]
    public void The_tries_know_the_record_of_their_error_once_there_is_one()
    {
        var policy = Make();
        Record.Exception(() => policy.Execute<int>(Fail));
        _registry.GetErrors().Should().ContainSingle();

        var error = Record.Exception(() => policy.Execute<int>(Fail));

        AttemptLedger.Of(error!).Should().AllSatisfy(a => a.Id.Should().Be(_registry.GetErrors()[0].Id));
        _registry.GetErrors().Should().ContainSingle().Which.Count.Should().Be(2);
    }

    [Fact]
    public void A_call_that_ends_on_a_failed_result_and_is_recorded_by_the_host_is_one_record_too()
    {
        var policy = Make(o =>
        {
            o.ThrowOnFailedResult = true;
            o.RetryResult<int>(r => r < 0);
        });

        var error = Record.Exception(() => policy.Execute(static () => -1));
        _registry.Record(error!, component: "storage");

        _registry.GetErrors().Should().ContainSingle().Which.Should().Match<ErrorRecord>(r => r.Count == 1 && r.Code!.Value.ToString() == "EM-RES-003");
    }

    [Fact]
    public void A_registry_that_is_gone_changes_nothing()
    {
        var policy = Make();
        _registry.Dispose();

        Record.Exception(() => policy.Execute<int>(Fail)).Should().BeOfType<IOException>();
        var tries = 0;
        policy.Execute(() => ++tries < 2 ? Fail() : tries).Should().Be(2);
    }

    private static int Fail() => throw new IOException("the disk does not answer");

    private RetryPolicy Make(Action<RetryOptions>? configure = null)
    {
        var options = new RetryOptions { Component = "storage", InitialDelay = TimeSpan.Zero, ShouldRetry = static (_, _) => true };
        configure?.Invoke(options);
        return new RetryPolicy(options, ErrorClassifier.Default, _time, _registry);
    }
}
