using ErrorManagement.Analytics.LifeCycles;
using ErrorManagement.Analytics.Registry;
using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Registry;

/// <summary>What becomes of lives when records are joined, and when they come from elsewhere.</summary>
public sealed class TrackedErrorLifeTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly RegistryClock _clock;
    private readonly ErrorRecorder _recorder;
    private readonly List<ErrorChangedEventArgs> _told = [];

    public TrackedErrorLifeTests()
    {
        _clock = new RegistryClock(_time);
        _recorder = new ErrorRecorder(new ErrorRegistryOptions { Release = "1.0.0", Host = "web-3" }, _clock, null, null);
        _recorder.Changes.Told += (_, change) => _told.Add(change);
    }

    private RegistryState State => _recorder.State;

    public static TheoryData<ErrorStatus, ErrorStatus, bool, ErrorStatus> Joined()
    {
        var data = new TheoryData<ErrorStatus, ErrorStatus, bool, ErrorStatus>();
        foreach (var one in Enum.GetValues<ErrorStatus>())
        {
            foreach (var other in Enum.GetValues<ErrorStatus>())
            {
                data.Add(one, other, false, one);
                data.Add(one, other, true, one == ErrorStatus.Resolved ? ErrorStatus.Regressed : one);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Joined))]
    public void The_life_of_the_one_that_stays_goes_on_unless_the_other_was_seen_since_it_was_resolved(ErrorStatus one, ErrorStatus other, bool isSeenSince, ErrorStatus expected)
    {
        var (stays, goes) = (Record("a"), Record("b"));
        Bring(goes, "b", other);
        _time.Advance(TimeSpan.FromMinutes(1));
        Bring(stays, "a", one);
        _time.Advance(TimeSpan.FromMinutes(1));
        if (isSeenSince)
        {
            Record("b");
        }

        stays.Absorb(goes, goes.Close(stays), _clock.Read());

        stays.Status.Should().Be(expected);
        if (one == ErrorStatus.Resolved && isSeenSince)
        {
            stays.Snapshot(null).StatusChanges[^1].Reason.Should().Be("came back in release 1.0.0 on web-3, 60 seconds after it was resolved");
        }
    }

    [Theory]
    [InlineData("0.9.0", ErrorStatus.Regressed)]
    [InlineData("1.0.0", ErrorStatus.Regressed)]
    [InlineData("1.0.1", ErrorStatus.Resolved)]
    public void One_that_only_older_releases_brought_is_no_return(string mended, ErrorStatus expected)
    {
        var (stays, goes) = (Record("a"), Record("b"));
        Change(stays, LifeInput.Resolve, new Resolution(_clock.Read().Utc, _clock.Read().Steady, mended));
        _time.Advance(TimeSpan.FromMinutes(1));
        Record("b");

        stays.Absorb(goes, goes.Close(stays), _clock.Read());

        stays.Status.Should().Be(expected);
    }

    [Theory]
    [InlineData(ErrorChange.Merged)]
    [InlineData(ErrorChange.Split)]
    public async Task What_changes_no_status_is_in_the_history_and_told(ErrorChange change)
    {
        var record = Record("a");
        Change(record, LifeInput.Mute, muting: Muting.UntilPerHour(2));
        record.NoteChangeLocked(State, change, "both lack an index", _clock.Read());

        var snapshot = record.Snapshot(null);
        snapshot.StatusChanges[^1].Should().Be(new StatusChange(_time.GetUtcNow(), change, ErrorStatus.Muted, ErrorStatus.Muted, "both lack an index"));
        snapshot.MutedUntilPerHour.Should().Be(2);
        await _recorder.Changes.WhenToldAsync(default);
        _told.Select(told => told.Change.Kind).Should().Equal(ErrorChange.New, ErrorChange.Muted, change);
        Record("a");
        Record("a");
        record.Status.Should().Be(ErrorStatus.Open, "it goes on counting");
    }

    [Fact] // import of our own export without loss
    public void A_life_that_was_written_down_is_taken_over_whole()
    {
        var other = Record("a");
        var states = new (LifeInput Input, Resolution? Resolution, Muting? Muting)[]
        {
            (LifeInput.Ignore, null, null),
            (LifeInput.Mute, null, Muting.UntilPerHour(7)),
            (LifeInput.Reopen, null, null),
            (LifeInput.Mute, null, Muting.UntilTime(_time.GetUtcNow() + TimeSpan.FromHours(1), _clock.Read().Steady, _clock.Read().Utc)),
            (LifeInput.Resolve, new Resolution(_clock.Read().Utc, _clock.Read().Steady, "2.0.0"), null),
        };
        foreach (var (input, resolution, muting) in states)
        {
            Change(other, input, resolution, muting);
            var written = other.Snapshot(null);

            var record = Record("b " + input + written.Status);
            record.RestoreLife(written, State, _clock.Read());

            record.Snapshot(null).Should().BeEquivalentTo(written, options => options
                .Including(r => r.Status).Including(r => r.StatusChanges).Including(r => r.Resolved).Including(r => r.ResolvedAt)
                .Including(r => r.ResolvedInRelease).Including(r => r.MutedUntil).Including(r => r.MutedUntilPerHour));
        }
    }

    [Fact]
    public async Task What_is_taken_over_is_told_to_nobody_and_goes_on_from_there()
    {
        var written = new ErrorRecord
        {
            Id = default,
            Fingerprint = default,
            ErrorType = "T",
            Component = "a",
            Message = "m",
            Template = "m",
            Status = ErrorStatus.Resolved,
            ResolvedAt = _time.GetUtcNow() - TimeSpan.FromDays(3),
            StatusChanges = [new StatusChange(_time.GetUtcNow() - TimeSpan.FromDays(3), ErrorChange.Resolved, ErrorStatus.Open, ErrorStatus.Resolved, "mended")],
        };
        var record = Record("a");
        record.RestoreLife(written, State, _clock.Read());

        Record("a");

        record.Snapshot(null).StatusChanges.Select(step => step.Reason).Should().Equal("first seen in release 1.0.0 on web-3", "mended", "came back in release 1.0.0 on web-3, 3 days after it was resolved");
        await _recorder.Changes.WhenToldAsync(default);
        _told.Select(told => told.Change.Kind).Should().Equal(ErrorChange.New, ErrorChange.Regressed);
    }

    [Fact]
    public void A_mute_that_was_over_when_it_was_taken_over_ends_with_the_next_question()
    {
        var record = Record("a");
        var end = _time.GetUtcNow() - TimeSpan.FromDays(1);
        record.RestoreLife(record.Snapshot(null) with { Status = ErrorStatus.Muted, MutedUntil = end }, State, _clock.Read());

        _recorder.DrainAndLock().Gate.Exit();

        record.Status.Should().Be(ErrorStatus.Open);
    }

    [Fact] // what has ended is not remembered for the sake of its mute
    public void Muted_records_that_had_to_go_are_forgotten()
    {
        var gone = new List<WeakReference>();
        for (var i = 0; i < 200; i++)
        {
            Mute(gone);
        }

        GC.Collect();
        gone.Count(reference => reference.IsAlive).Should().BeLessThan(70);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        void Mute(List<WeakReference> all)
        {
            var state = State;
            var record = new TrackedError((ulong)all.Count + 1_000, "c", "T", state.Series, null, 1, _clock.Read()) { DefaultSeverity = default, Category = default, Code = default, Identity = null };
            record.ChangeLocked(state, LifeInput.Mute, "m", _clock.Read(), muting: Muting.UntilTime(DateTimeOffset.MaxValue, _clock.Read().Steady, _clock.Read().Utc));
            record.Close();
            all.Add(new WeakReference(record));
        }
    }

    private TrackedError Record(string component)
    {
        var recorded = _recorder.Record(new Incident { Component = component, ErrorType = "T", Message = "m", Source = ErrorSources.Occurrence });
        _recorder.DrainAndLock().Gate.Exit();
        return State.Store.Find(recorded.Id)!;
    }

    private void Bring(TrackedError record, string component, ErrorStatus status)
    {
        var now = _clock.Read();
        switch (status)
        {
            case ErrorStatus.Resolved:
                Change(record, LifeInput.Resolve, new Resolution(now.Utc, now.Steady, null));
                break;
            case ErrorStatus.Regressed:
                Change(record, LifeInput.Resolve, new Resolution(now.Utc, now.Steady, null));
                Record(component);
                break;
            case ErrorStatus.Muted:
                Change(record, LifeInput.Mute, muting: Muting.UntilPerHour(100));
                break;
            case ErrorStatus.Ignored:
                Change(record, LifeInput.Ignore);
                break;
        }

        record.Status.Should().Be(status);
    }

    private void Change(TrackedError record, LifeInput input, Resolution? resolution = null, Muting? muting = null) =>
        record.ChangeLocked(State, input, "as asked", _clock.Read(), resolution, muting);
}
