using ErrorManagement.Core.Tests.Diagnostics;
using ErrorManagement.Fallbacks;
using ErrorManagement.TestKit;

namespace ErrorManagement.Core.Tests.Fallbacks;

[Collection(ProcessListeners.Name)]
public sealed class FallbackInstrumentsTests
{
    [Fact] // U42
    public async Task Answers_and_failures_are_counted_by_name_for_a_chain_and_its_members()
    {
        var id = Guid.NewGuid().ToString();
        using var recorder = new MeasurementRecorder();
        var chain = new FallbackChain<int>("chain " + id, new DegradedServiceFallback<int>((Func<CancellationToken, int>)(_ => throw new TimeoutException()), name: "degraded " + id), new DefaultValueFallback<int>(7, "seven " + id));

        await chain.ExecuteAsync(_ => new ValueTask<int>(1), new TimeoutException());
        chain.Execute(_ => 1, new TimeoutException());

        recorder.Read("fallback.calls").Where(m => m.Key.Contains(id, StringComparison.Ordinal)).Should().BeEquivalentTo(new Dictionary<string, double>
        {
            [$"fallback.name=degraded {id}, fallback.outcome=failed"] = 2,
            [$"fallback.name=seven {id}, fallback.outcome=answered"] = 2,
            [$"fallback.name=chain {id}, fallback.outcome=answered"] = 2,
        });
    }
}
