using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Registry;

/// <summary>Every step through the registry.</summary>
public sealed class ErrorRegistryLifeCycleTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly ErrorRegistry _registry;
    private readonly HeardChanges _heard;

    public ErrorRegistryLifeCycleTests()
    {
        _registry = new ErrorRegistry(new ErrorRegistryOptions { Release = "2.1.0", Host = "web-3" }, _time);
        _heard = new HeardChanges(_registry);
    }

    public void Dispose() => _registry.Dispose();

    [Fact] // every change has a reason and a time
    public async Task A_new_record_is_open_and_says_where_it_was_seen_first()
    {
        var id = Happen();

        var record = _registry.Find(id)!;
        record.Status.Should().Be(ErrorStatus.Open);
        var first = new StatusChange(_time.GetUtcNow(), ErrorChange.New, ErrorStatus.Open, ErrorStatus.Open, "first seen in release 2.1.0 on web-3");
        record.StatusChanges.Should().Equal(first);
        var told = (await _heard.AllAsync()).Should().ContainSingle().Subject;
        (told.Id, told.Fingerprint, told.Component, told.ErrorType).Should().Be((id, record.Fingerprint, "shop", "System.TimeoutException"));
        told.Change.Should().Be(first);
        Happen();
        (await _heard.AllAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_resolved_one_that_returns_has_regressed_once()
    {
        var id = Happen();
        _registry.Resolve(id, "mended by #41").Should().BeTrue();
        var resolved = _time.GetUtcNow();
        _time.Advance(TimeSpan.FromDays(3));

        Happen();
        Happen();
        _time.Advance(TimeSpan.FromMinutes(1));
        Happen();

        var record = _registry.Find(id)!;
        (record.Status, record.Resolved, record.ResolvedAt, record.Count).Should().Be((ErrorStatus.Regressed, false, null, 4));
        record.StatusChanges.Skip(1).Should().Equal(
            new StatusChange(resolved, ErrorChange.Resolved, ErrorStatus.Open, ErrorStatus.Resolved, "mended by #41"),
            new StatusChange(resolved + TimeSpan.FromDays(3), ErrorChange.Regressed, ErrorStatus.Resolved, ErrorStatus.Regressed, "came back in release 2.1.0 on web-3, 3 days after it was resolved"));
        (await _heard.KindsAsync()).Should().Equal(ErrorChange.New, ErrorChange.Resolved, ErrorChange.Regressed);
        _registry.Resolve(id);
        Happen();
        (await _heard.KindsAsync()).Should().Equal(ErrorChange.Resolved, ErrorChange.Regressed);
    }

    [Fact] // B23: a second resolve keeps the time
    public async Task Resolving_twice_changes_nothing_but_the_release()
    {
        var id = Happen();
        _registry.Resolve(id);
        var first = _registry.Find(id)!;
        _time.Advance(TimeSpan.FromHours(1));

        _registry.MarkResolved(id).Should().BeTrue();
        _registry.Find(id).Should().BeEquivalentTo(first);
        _registry.Resolve(id, inRelease: "2.2.0");

        var record = _registry.Find(id)!;
        record.ResolvedAt.Should().Be(first.ResolvedAt);
        record.ResolvedInRelease.Should().Be("2.2.0");
        record.StatusChanges[^1].Should().Be(new StatusChange(_time.GetUtcNow(), ErrorChange.Resolved, ErrorStatus.Resolved, ErrorStatus.Resolved, "marked resolved in release 2.2.0"));
        (await _heard.KindsAsync()).Should().Equal(ErrorChange.New, ErrorChange.Resolved, ErrorChange.Resolved);
    }

    [Theory]
    [InlineData("2.2.0", "2.1.9", false)]
    [InlineData("2.2.0", "v2.2.0-rc.1", false)]
    [InlineData("2.2.0", "2.2.0", true)]
    [InlineData("2.2.0", "2.2.0+abc", true)]
    [InlineData("2.2.0", "2.10.0", true)]
    [InlineData("amber", "blue", false)]
    [InlineData("amber", "amber", true)]
    [InlineData("amber", "cyan", true)]
    [InlineData("unheard of", "blue", false)]
    [InlineData("unheard of", "cyan", true)]
    public void What_an_older_release_still_brings_is_counted_and_no_return(string mended, string release, bool returns)
    {
        var id = Happen(release: "blue");
        Happen(release: "amber");
        _registry.Resolve(id, inRelease: mended);

        Happen(release: release);

        var record = _registry.Find(id)!;
        record.Count.Should().Be(3);
        record.Status.Should().Be(returns ? ErrorStatus.Regressed : ErrorStatus.Resolved);
        record.ResolvedInRelease.Should().Be(returns ? null : mended);
        if (returns)
        {
            record.StatusChanges[^1].Reason.Should().Be($"came back in release {release} on web-3, moments after it was resolved in release {mended}");
        }
    }

    [Fact] // decision 0097
    public void An_unknown_release_is_no_reason_to_keep_silent()
    {
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { Release = "" }, _time);
        var id = Happen(registry);
        registry.Resolve(id, inRelease: "2.2.0");

        Happen(registry);

        registry.Find(id)!.Status.Should().Be(ErrorStatus.Regressed);
    }

    [Fact]
    public void The_release_of_the_registry_stands_for_occurrences_that_name_none()
    {
        var id = Happen();
        _registry.Resolve(id, inRelease: "2.2.0");

        Happen();

        _registry.Find(id)!.Status.Should().Be(ErrorStatus.Resolved);
    }

    [Theory] // D7: by how long ago it was, whatever the wall clock says
    [InlineData(0)]
    [InlineData(-7)]
    [InlineData(7)]
    public void What_happened_before_it_was_resolved_and_comes_late_is_no_return(int clockSetByHours)
    {
        var id = Happen();
        _registry.Resolve(id);
        _time.Advance(TimeSpan.FromMinutes(10));
        _time.SetUtcNow(_time.GetUtcNow() + TimeSpan.FromHours(clockSetByHours));

        Happen(at: _time.GetUtcNow() - TimeSpan.FromMinutes(11));
        _registry.Find(id)!.Status.Should().Be(ErrorStatus.Resolved);
        Happen(at: _time.GetUtcNow() - TimeSpan.FromMinutes(9));

        _registry.Find(id)!.Status.Should().Be(ErrorStatus.Regressed);
    }

    [Fact] // decision 0097: a retry that helped hides the error, it does not mend it
    public void A_recovered_or_handled_occurrence_is_a_return()
    {
        var id = Happen();
        foreach (var occurrence in (ErrorOccurrence[])[Occurrence() with { Recovered = true }, Occurrence() with { Handled = true }])
        {
            _registry.Resolve(id);
            _registry.Record(occurrence);
            _registry.Find(id)!.Status.Should().Be(ErrorStatus.Regressed);
        }
    }

    [Fact]
    public void A_further_sight_of_a_throw_from_before_is_no_return()
    {
        var exception = new TimeoutException("slow");
        var id = _registry.Record(exception, "shop").Id;
        _registry.Resolve(id);

        _registry.Record(exception, "shop");

        _registry.Find(id)!.Status.Should().Be(ErrorStatus.Resolved);
        _registry.Find(id)!.Count.Should().Be(1);
    }

    [Fact] // noticed by the next occurrence
    public async Task Muted_until_a_time_it_is_counted_and_kept_no_examples_of_until_then()
    {
        var id = Happen();
        _registry.Mute(id, _time.GetUtcNow() + TimeSpan.FromHours(1)).Should().BeTrue();
        _time.Advance(TimeSpan.FromHours(1) - TimeSpan.FromTicks(1));
        Happen();

        var muted = _registry.Find(id)!;
        (muted.Status, muted.Count, muted.MutedUntil).Should().Be((ErrorStatus.Muted, 2, _time.GetUtcNow() + TimeSpan.FromTicks(1)));
        muted.Occurrences.Should().ContainSingle();
        muted.StatusChanges[^1].Reason.Should().Be("muted until 2030-01-01 13:00:00 UTC");
        _registry.GetLedger().Dropped.Should().Equal(new Dictionary<DropReason, long> { [DropReason.Muted] = 1 });

        _time.Advance(TimeSpan.FromTicks(1));
        Happen();

        var record = _registry.Find(id)!;
        (record.Status, record.Count, record.MutedUntil).Should().Be((ErrorStatus.Open, 3, null));
        record.Occurrences.Should().HaveCount(2, "what ended it is worth keeping");
        record.StatusChanges[^1].Should().Be(new StatusChange(_time.GetUtcNow(), ErrorChange.Unmuted, ErrorStatus.Muted, ErrorStatus.Open, "the time until which it was muted is over"));
        (await _heard.KindsAsync()).Should().Equal(ErrorChange.New, ErrorChange.Muted, ErrorChange.Unmuted);
    }

    [Fact] // no timer: the next question ends it, whatever it asks for
    public async Task The_end_of_a_mute_is_noticed_by_the_next_question()
    {
        var (late, soon, other) = (Happen(component: "a"), Happen(component: "b"), Happen(component: "c"));
        _registry.Mute(late, _time.GetUtcNow() + TimeSpan.FromHours(2));
        _registry.Mute(soon, _time.GetUtcNow() + TimeSpan.FromHours(1));
        _registry.Mute(other, _time.GetUtcNow() + TimeSpan.FromHours(3));
        await _heard.AllAsync();
        _time.ActiveTimers.Should().Be(0);
        _time.Advance(TimeSpan.FromHours(2));

        _registry.GetErrors(new ErrorQuery { Component = "nobody" });

        (await _heard.AllAsync()).Select(told => (told.Id, told.Change.Kind)).Should().Equal((soon, ErrorChange.Unmuted), (late, ErrorChange.Unmuted));
        _registry.GetErrors().ToDictionary(record => record.Component, record => record.Status)
            .Should().Equal(new Dictionary<string, ErrorStatus> { ["c"] = ErrorStatus.Muted, ["b"] = ErrorStatus.Open, ["a"] = ErrorStatus.Open });
    }

    [Theory] // D7
    [InlineData(-48)]
    [InlineData(48)]
    public void Setting_the_wall_clock_neither_ends_a_mute_nor_makes_it_longer(int hours)
    {
        var id = Happen();
        _registry.Mute(id, _time.GetUtcNow() + TimeSpan.FromHours(1));
        _time.SetUtcNow(_time.GetUtcNow() + TimeSpan.FromHours(hours));

        _time.Advance(TimeSpan.FromMinutes(59));
        Happen();
        _registry.Find(id)!.Status.Should().Be(ErrorStatus.Muted);
        _time.Advance(TimeSpan.FromMinutes(1));

        _registry.Find(id)!.Status.Should().Be(ErrorStatus.Open);
    }

    [Fact]
    public async Task A_time_that_has_passed_mutes_nothing()
    {
        var id = Happen();
        _registry.Mute(id, _time.GetUtcNow()).Should().BeTrue();
        _registry.Mute(id, DateTimeOffset.MinValue).Should().BeTrue();

        _registry.Find(id)!.Status.Should().Be(ErrorStatus.Open);
        (await _heard.KindsAsync()).Should().Equal(ErrorChange.New);
        _registry.Mute(id, DateTimeOffset.MaxValue).Should().BeTrue();
        _time.Advance(TimeSpan.FromDays(10_000));
        _registry.Find(id)!.Status.Should().Be(ErrorStatus.Muted);
    }

    [Fact]
    public async Task Muting_anew_moves_the_end_and_the_same_end_changes_nothing()
    {
        var id = Happen();
        var end = _time.GetUtcNow() + TimeSpan.FromHours(1);
        _registry.Mute(id, end);
        _registry.Mute(id, end.ToOffset(TimeSpan.FromHours(5)));
        _registry.Mute(id, end + TimeSpan.FromHours(1));
        _time.Advance(TimeSpan.FromHours(1.5));

        _registry.Find(id)!.Status.Should().Be(ErrorStatus.Muted);
        _registry.Mute(id, end + TimeSpan.FromMinutes(40));
        _time.Advance(TimeSpan.FromMinutes(10));

        _registry.Find(id)!.Status.Should().Be(ErrorStatus.Open);
        (await _heard.KindsAsync()).Should().Equal(ErrorChange.New, ErrorChange.Muted, ErrorChange.Muted, ErrorChange.Muted, ErrorChange.Unmuted);
    }

    [Fact] // sentry 5456
    public async Task Muted_until_a_rate_it_is_heard_again_when_it_happens_so_often_within_an_hour()
    {
        var id = Happen();
        _registry.MuteUntilPerHour(id, 3).Should().BeTrue();
        Happen();
        _time.Advance(TimeSpan.FromMinutes(30));
        Happen();
        _time.Advance(TimeSpan.FromMinutes(30));
        Happen();
        var muted = _registry.Find(id)!;
        (muted.Status, muted.MutedUntilPerHour, muted.MutedUntil).Should().Be((ErrorStatus.Muted, 3, null));
        _time.Advance(TimeSpan.FromMinutes(29));

        Happen();

        var record = _registry.Find(id)!;
        (record.Status, record.MutedUntilPerHour, record.Count).Should().Be((ErrorStatus.Open, null, 5));
        record.StatusChanges.Skip(1).Select(step => step.Reason).Should().Equal("muted until it happens 3 times within an hour", "happened 3 times within an hour");
        for (var i = 0; i < 100; i++)
        {
            Happen();
        }

        (await _heard.KindsAsync()).Should().Equal(ErrorChange.New, ErrorChange.Muted, ErrorChange.Unmuted);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public void A_rate_of_less_than_one_is_refused(int perHour) =>
        _registry.Invoking(r => r.MuteUntilPerHour(default, perHour)).Should().Throw<ArgumentOutOfRangeException>().WithMessage($"*{perHour} is less than 1*");

    [Fact]
    public async Task Ignored_it_is_counted_for_ever_and_told_of_never()
    {
        var id = Happen();
        _registry.Ignore(id).Should().BeTrue();
        _registry.Ignore(id).Should().BeTrue();
        for (var i = 0; i < 1_000; i++)
        {
            Happen(context: new OperationContext { Operation = $"call {i}" });
            _time.Advance(TimeSpan.FromHours(1));
        }

        var record = _registry.Find(id)!;
        (record.Status, record.Count).Should().Be((ErrorStatus.Ignored, 1_001));
        record.Occurrences.Should().ContainSingle();
        record.Context!.Operation.Should().Be("call 999", "U27: the newest context is kept");
        (await _heard.KindsAsync()).Should().Equal(ErrorChange.New, ErrorChange.Ignored);
        var ledger = _registry.GetLedger();
        ledger.Dropped[DropReason.Muted].Should().Be(9, "one for each power of two above the second");
        ledger.Captured.Should().Be(ledger.Kept + ledger.SampledOut + ledger.Dropped.Values.Sum());
        ledger.Captured.Should().Be(1_001);
    }

    [Fact]
    public void After_a_mute_the_first_ones_are_kept_as_before()
    {
        var id = Happen();
        _registry.Ignore(id);
        for (var i = 0; i < 1_000; i++)
        {
            Happen();
        }

        _registry.Reopen(id);
        for (var i = 0; i < 10; i++)
        {
            Happen();
        }

        _registry.Find(id)!.Occurrences.Should().HaveCount(5);
    }

    [Theory]
    [InlineData(ErrorStatus.Open, ErrorStatus.Open, null)]
    [InlineData(ErrorStatus.Resolved, ErrorStatus.Open, ErrorChange.Reopened)]
    [InlineData(ErrorStatus.Regressed, ErrorStatus.Open, ErrorChange.Reopened)]
    [InlineData(ErrorStatus.Muted, ErrorStatus.Open, ErrorChange.Unmuted)]
    [InlineData(ErrorStatus.Ignored, ErrorStatus.Open, ErrorChange.Reopened)]
    public async Task Whatever_it_was_it_can_be_opened_again(ErrorStatus from, ErrorStatus to, ErrorChange? change)
    {
        var id = Happen();
        Bring(id, from);
        await _heard.AllAsync();

        _registry.Reopen(id, "not done").Should().BeTrue();

        var record = _registry.Find(id)!;
        record.Status.Should().Be(to);
        (await _heard.KindsAsync()).Should().Equal(change is { } kind ? [kind] : []);
        (record.Resolved, record.ResolvedAt, record.MutedUntil).Should().Be((false, null, null));
        record.StatusChanges[^1].Reason.Should().Be(change is null ? "first seen in release 2.1.0 on web-3" : "not done");
        Happen();
        _registry.Find(id)!.Status.Should().Be(ErrorStatus.Open);
    }

    [Theory]
    [InlineData(ErrorStatus.Resolved)]
    [InlineData(ErrorStatus.Muted)]
    [InlineData(ErrorStatus.Ignored)]
    public void What_is_said_last_holds(ErrorStatus last)
    {
        foreach (var from in Enum.GetValues<ErrorStatus>())
        {
            var id = Happen(component: from.ToString());
            Bring(id, from);
            Bring(id, last);

            var record = _registry.Find(id)!;
            record.Status.Should().Be(last);
            record.Resolved.Should().Be(last == ErrorStatus.Resolved);
            record.MutedUntil.HasValue.Should().Be(last == ErrorStatus.Muted);
        }

        _registry.GetStatistics().StatusBreakdown.Should().Equal(new Dictionary<ErrorStatus, int> { [last] = 5 });
    }

    [Fact]
    public void Statistics_count_records_by_status()
    {
        foreach (var status in Enum.GetValues<ErrorStatus>())
        {
            for (var i = 0; i <= (int)status; i++)
            {
                Bring(Happen(component: $"{status} {new string('i', i)}"), status);
            }
        }

        var statistics = _registry.GetStatistics();
        statistics.StatusBreakdown.Should().BeEquivalentTo(new Dictionary<ErrorStatus, int>
        {
            [ErrorStatus.Open] = 1,
            [ErrorStatus.Resolved] = 2,
            [ErrorStatus.Regressed] = 3,
            [ErrorStatus.Muted] = 4,
            [ErrorStatus.Ignored] = 5,
        });
        statistics.StatusBreakdown.Values.Sum().Should().Be(statistics.UniqueErrors);
    }

    [Fact]
    public void A_record_that_is_not_held_cannot_be_changed()
    {
        foreach (var id in (ErrorId[])[default, new ErrorId(12_345)])
        {
            _registry.Resolve(id).Should().BeFalse();
            _registry.MarkResolved(id).Should().BeFalse();
            _registry.Mute(id, DateTimeOffset.MaxValue).Should().BeFalse();
            _registry.MuteUntilPerHour(id, 1).Should().BeFalse();
            _registry.Ignore(id).Should().BeFalse();
            _registry.Reopen(id).Should().BeFalse();
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \n")]
    public void Without_a_reason_the_registry_says_its_own(string? reason)
    {
        var id = Happen();
        _registry.Ignore(id, reason);
        _registry.Reopen(id, reason);

        _registry.Find(id)!.StatusChanges.Skip(1).Select(step => step.Reason).Should().Equal("marked as ignored", "opened again");
    }

    [Fact]
    public void A_reason_is_bounded_and_holds_no_secret()
    {
        var id = Happen();
        _registry.Resolve(id, "password=hunter2 was wrong");
        _registry.Ignore(id, new string('x', 499) + "\U0001F600");

        var steps = _registry.Find(id)!.StatusChanges;
        steps[1].Reason.Should().NotContain("hunter2").And.EndWith("was wrong");
        steps[2].Reason.Should().Be(new string('x', 499), "half a character is none");
    }

    [Fact] // the first and the newest 31
    public void The_history_is_bounded()
    {
        var id = Happen();
        for (var i = 0; i < 50; i++)
        {
            _registry.Ignore(id, $"ignore {i}");
            _registry.Reopen(id, $"reopen {i}");
        }

        var steps = _registry.Find(id)!.StatusChanges;
        steps.Should().HaveCount(32);
        steps[0].Kind.Should().Be(ErrorChange.New);
        steps[1].Reason.Should().Be("reopen 34");
        steps[^1].Reason.Should().Be("reopen 49");
    }

    [Fact] // bytes: what is remembered of a life counts for the bound
    public void Reasons_are_part_of_what_a_record_takes()
    {
        var id = Happen();
        var before = _registry.GetStatistics().EstimatedBytes;
        for (var i = 0; i < 100; i++)
        {
            _registry.Ignore(id, new string('a', 500));
            _registry.Reopen(id, new string('b', 500));
        }

        (_registry.GetStatistics().EstimatedBytes - before).Should().BeInRange(31 * 1_000, 31 * 1_300);
    }

    [Fact]
    public async Task Two_keys_that_turn_out_to_be_one_error_bring_a_resolved_one_back()
    {
        var id = Happen();
        _registry.Resolve(id);

        // Another key, for it is an exception: known as the same error once it is finished.
        HappenByAnotherKey().Should().NotBe(id);

        _registry.Find(id)!.Status.Should().Be(ErrorStatus.Regressed);
        _registry.Find(id)!.Count.Should().Be(2);
        (await _heard.KindsAsync()).Should().Equal(ErrorChange.New, ErrorChange.Resolved, ErrorChange.Regressed);
    }

    [Fact]
    public void They_do_not_while_an_older_release_brings_them()
    {
        var id = Happen();
        _registry.Resolve(id, inRelease: "3.0.0");

        HappenByAnotherKey();

        _registry.Find(id)!.Status.Should().Be(ErrorStatus.Resolved);
    }

    [Fact]
    public void What_comes_to_a_muted_record_by_another_key_is_counted_and_not_kept()
    {
        var id = Happen();
        _registry.MuteUntilPerHour(id, 3);
        HappenByAnotherKey();
        Happen();

        var muted = _registry.Find(id)!;
        (muted.Status, muted.Count).Should().Be((ErrorStatus.Muted, 3));
        muted.Occurrences.Should().ContainSingle();
        _registry.GetLedger().Should().BeEquivalentTo(new LossLedger { Captured = 3, Kept = 1, Dropped = new Dictionary<DropReason, long> { [DropReason.Muted] = 2 } });
        Happen();

        _registry.Find(id)!.Status.Should().Be(ErrorStatus.Open);
    }

    private ErrorId HappenByAnotherKey()
    {
        var recorded = _registry.Record(new TimeoutException("slow"), "shop");
        recorded.IsNew.Should().BeTrue("it is a key of its own");
        return recorded.Id;
    }

    private void Bring(ErrorId id, ErrorStatus status)
    {
        var component = _registry.Find(id)!.Component;
        switch (status)
        {
            case ErrorStatus.Resolved:
                _registry.Resolve(id);
                break;
            case ErrorStatus.Regressed:
                _registry.Resolve(id);
                Happen(component: component);
                break;
            case ErrorStatus.Muted:
                _registry.Mute(id, _time.GetUtcNow() + TimeSpan.FromHours(1));
                break;
            case ErrorStatus.Ignored:
                _registry.Ignore(id);
                break;
        }

        _registry.Find(id)!.Status.Should().Be(status);
    }

    private static ErrorOccurrence Occurrence(string component = "shop") => new(component, "System.TimeoutException", "slow");

    private ErrorId Happen(string component = "shop", string? release = null, DateTimeOffset? at = null, OperationContext? context = null) =>
        _registry.Record(Occurrence(component) with { Release = release, Timestamp = at, Context = context }).Id;

    private static ErrorId Happen(ErrorRegistry registry) => registry.Record(Occurrence()).Id;
}
