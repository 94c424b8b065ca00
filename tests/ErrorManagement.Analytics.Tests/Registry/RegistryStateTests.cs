using ErrorManagement.Analytics.Registry;
using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Registry;

public sealed class RegistryStateTests
{
    [Fact] // bounded: neither records that had to go nor those that became part of others stay behind
    public void Handles_lead_to_living_records_only()
    {
        var recorder = new ErrorRecorder(new ErrorRegistryOptions { Capacity = 2 }, new RegistryClock(new FakeTimeProvider()), classifier: null, detector: null);

        for (var i = 0; i < 50; i++)
        {
            Record(new IOException("same", i + 1));
            Record(new IOException("same", i + 2));
            Record(new FormatException());
            recorder.DrainAndLock().Gate.Exit();
            recorder.State.Handles.Count.Should().BeLessThanOrEqualTo(6);

            void Record(Exception exception) => recorder.Record(new Incident { Exception = exception, Component = $"c{i}", Source = ErrorSources.Catch }).IsNew.Should().BeTrue();
        }
    }
}
