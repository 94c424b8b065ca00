using System.Collections;
using ErrorManagement.Analytics.Registry;
using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Registry;

public sealed class ErrorRecorderTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60); // for what would never end
    private readonly ErrorRecorder _recorder = new(new ErrorRegistryOptions { QueueCapacity = 100 }, new RegistryClock(new FakeTimeProvider()), null, null);

    [Fact] // D5: a question ends, whatever comes in meanwhile
    public void A_question_finishes_what_waited_when_it_was_asked_and_not_what_came_since()
    {
        var came = 0;
        var state = _recorder.Lock();
        Enter();

        _recorder.DrainAndLock().Should().BeSameAs(state);

        came.Should().Be(2, "one that waited, and one that came while its names were made");
        state.Queue.Should().HaveCount(1);
        state.Gate.Exit();
        state.Gate.Exit();

        // An error whose names take so long that the next one has come meanwhile.
        void Enter()
        {
            if (came++ < 100)
            {
                _recorder.Record(Of("T" + came));
                state.Queue.TryDequeue(out var captured).Should().BeTrue();
                state.Queue.Enqueue(captured! with { Types = new SlowNames(Enter) });
            }
        }
    }

    [Fact] // one worker: a second one would hold a thread of the host's pool only to wait
    public void Another_run_of_the_worker_leaves_its_work_to_the_one_that_waits()
    {
        var state = _recorder.Lock();
        var first = new Thread(_recorder.Execute) { IsBackground = true };
        first.Start();
        SpinWait.SpinUntil(() => (first.ThreadState & ThreadState.WaitSleepJoin) != 0, Patience).Should().BeTrue();

        for (var i = 0; i < 10; i++)
        {
            _recorder.Record(Of("T" + i)).IsNew.Should().BeTrue();
            var next = new Thread(_recorder.Execute) { IsBackground = true };
            next.Start();
            next.Join(Patience).Should().BeTrue();
        }

        state.Queue.Should().HaveCount(10);
        state.Gate.Exit();
        first.Join(Patience).Should().BeTrue();
        state.Queue.Should().BeEmpty();
        _recorder.Record(Of("T after"));
        _recorder.Execute();
        SpinWait.SpinUntil(() => state.Queue.IsEmpty, Patience).Should().BeTrue();
    }

    [Fact] // D4: an error with no place is one, whatever severity it was given
    public void A_severity_that_is_none_does_no_harm_where_there_is_no_place()
    {
        var recorder = new ErrorRecorder(new ErrorRegistryOptions { QueueCapacity = 1 }, new RegistryClock(new FakeTimeProvider()), null, null);
        var state = recorder.Lock();
        recorder.Record(Of("first"));
        recorder.Record(Of("second", (ErrorSeverity)99));
        state.Gate.Exit();

        state.DroppedBy(DropReason.QueueFull).Should().Be(1);
        state.DroppedBy(DropReason.Failure).Should().Be(0);
        state.EndedOf(ErrorSeverity.Error).Should().Be(1);
        state.EndedByType.All.Should().ContainSingle().Which.Should().Be(KeyValuePair.Create("second", 1L));
    }

    private static Incident Of(string errorType, ErrorSeverity? severity = null) =>
        new() { Component = "c", ErrorType = errorType, Message = "m", Severity = severity, Source = ErrorSources.Occurrence };

    private sealed class SlowNames(Action whenRead) : IReadOnlyList<string>
    {
        public int Count => 1;

        public string this[int index] => "T";

        public IEnumerator<string> GetEnumerator()
        {
            whenRead();
            yield return "T" + Guid.NewGuid();
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
