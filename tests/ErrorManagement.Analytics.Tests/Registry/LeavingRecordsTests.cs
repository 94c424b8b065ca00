using ErrorManagement.Analytics.LifeCycles;
using ErrorManagement.Analytics.Registry;
using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Registry;

/// <summary>Errors that leave a record, and records that have to go while they do.</summary>
public sealed class LeavingRecordsTests
{
    private readonly FamilyBench _bench = new();

    [Fact]
    public void What_is_split_off_may_crowd_out_what_it_left()
    {
        var bench = new FamilyBench(capacity: 2);
        var (a, b) = (bench.Record("", "a"), bench.Record("", "b", times: 3));
        bench.Merge(a, b);
        bench.Time.Advance(TimeSpan.FromSeconds(5));
        bench.Record("", "c");

        bench.Split(b).Should().Be(b);

        bench.Find(b)!.Count.Should().Be(3);
        bench.Find(a).Should().BeNull();
        bench.State.EvictedCount.Should().Be(1);
    }

    [Theory] // counts stay exact after any sequence, also in a registry that is full
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void In_a_full_registry_any_sequence_keeps_the_counts(int seed)
    {
        string[] stacks = ["!check load run", "check run", "!check save run", "check load run", "check save load run", "run", "!a run", "a b run", "a check run", "", "!check load save run"];
        string[] messages = ["a", "b", "c"];
        var random = new Random(seed);
        for (var round = 0; round < 200; round++)
        {
            var bench = new FamilyBench(capacity: random.Next(2, 6));
            var ids = new List<ErrorId>();
            var counted = 0L;
            for (var step = 0; step < 60; step++)
            {
                switch (random.Next(6))
                {
                    case 0 when ids.Count > 1:
                        bench.Merge(ids[random.Next(ids.Count)], ids[random.Next(ids.Count)]);
                        break;
                    case 1 when ids.Count > 1:
                        bench.Split(ids[random.Next(ids.Count)]);
                        break;
                    case 2:
                        bench.Time.Advance(TimeSpan.FromSeconds(1));
                        break;
                    default:
                        var times = random.Next(1, 4);
                        counted += times;
                        ids.Add(bench.Record(stacks[random.Next(stacks.Length)], messages[random.Next(messages.Length)], times));
                        break;
                }

                (bench.Records.Sum(static record => record.Count) + bench.State.EvictedCount).Should().Be(counted, "of round {0}, step {1}", round, step);
                bench.State.DroppedBy(DropReason.Unfinished).Should().Be(0);
            }
        }
    }

    [Fact]
    public void What_was_one_by_its_words_leaves_together()
    {
        var a = _bench.Record("x run", "something else", times: 2);
        ErrorId last = default;
        foreach (var name in (string[])["alice", "bert", "carl", "dora", "emil", "fritz", "gerda", "hans", "ida", "jan"])
        {
            last = _bench.Record("y run", $"the user {name} was not found here");
        }

        var users = _bench.Find(last)!;
        _bench.Merge(a, users.Id);

        var left = _bench.Split(users.Fingerprint.ToErrorId());

        _bench.Records.Select(static record => record.Count).Should().Equal(2, 10);
        users.Fingerprints.Select(fingerprint => _bench.Find(fingerprint.ToErrorId())!.Id).Should().OnlyContain(id => id == left);
        _bench.Record("y run", "the user bert was not found here");
        _bench.Find(left)!.Count.Should().Be(11);
    }

    [Fact]
    public void Handles_go_where_their_error_goes()
    {
        var time = new FakeTimeProvider();
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { Capacity = 4 }, time);
        var (a, b, alias) = (Happen("a"), Happen("b 1"), Waiting("b 2"));
        alias.Should().NotBe(b);
        registry.Find(alias)!.Id.Should().Be(b);
        registry.Merge(a, b);
        registry.Split(b).Should().Be(b);
        for (var i = 0; i < 8; i++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            Happen("b 1");
            Happen("crowd", "c" + i);
        }

        registry.Find(a).Should().BeNull();
        registry.Find(alias)!.Id.Should().Be(b);

        ErrorId Happen(string message, string component = "shop")
        {
            var id = registry.Record(new ErrorOccurrence(component, "T", message)).Id;
            registry.GetErrors();
            return id;
        }

        // By another key, so that it has a handle of its own until it is finished.
        ErrorId Waiting(string message) => registry.Record(new ErrorOccurrence("shop", "T", message) { StackTrace = "nothing that is read" }).Id;
    }

    [Fact]
    public void Nothing_leads_to_records_that_are_gone_however_many_parts_they_had()
    {
        var bench = new FamilyBench(capacity: 200);
        var (one, other) = (Names("a"), Names("b"));
        for (var round = 0; round < 3; round++)
        {
            var component = "x" + round;
            foreach (var name in one.Concat(other))
            {
                bench.Record($"check {name} run", "m 1", component: component);
                bench.Record($"check {name} run", "m 2", component: component);
            }

            foreach (var list in (string[])[$"check {string.Join(' ', one)} run", $"check {string.Join(' ', other)} run", $"!check {string.Join(' ', one)} {string.Join(' ', other)} run"])
            {
                bench.Record(list, "m 1", component: component);
                bench.Record(list, "m 2", component: component);
            }

            bench.Records.Should().ContainSingle(record => record.Component == component).Which.Count.Should().Be(186);
            for (var i = 0; i < 200; i++)
            {
                bench.Time.Advance(TimeSpan.FromSeconds(1));
                bench.Record("", "crowd", component: $"c{round}.{i}");
            }
        }

        (bench.State.Handles.Count, bench.State.Keys.Count, bench.State.IndexedErrors).Should().Be((200, 200, (0, 0, 0)));

        static string[] Names(string letter) => [.. Enumerable.Range(0, 45).Select(i => letter + i)];
    }

    [Fact]
    public async Task What_was_answered_for_leaves_with_what_it_was()
    {
        using var registry = new ErrorRegistry();
        var (a, b) = (Happen("a", handled: false), Happen("b", handled: true));
        registry.Merge(a, b);
        for (var i = 0; i < 5; i++)
        {
            Happen("b", handled: true);
        }

        registry.Split(b);

        (registry.Find(a)!.Count, registry.Find(a)!.HandledCount).Should().Be((1, 0));
        (registry.Find(b)!.Count, registry.Find(b)!.HandledCount).Should().Be((6, 6));
        using var stream = new MemoryStream();
        await registry.ExportAsync(stream, ErrorExportFormat.JsonLines);
        stream.Position = 0;
        using var elsewhere = new ErrorRegistry();
        (await elsewhere.ImportAsync(stream)).Added.Should().Be(2);

        ErrorId Happen(string message, bool handled)
        {
            var id = registry.Record(new ErrorOccurrence("shop", "T", message) { Handled = handled }).Id;
            registry.GetErrors();
            return id;
        }
    }

    [Fact]
    public async Task Of_a_part_whose_mute_ends_nobody_is_told()
    {
        var time = new FakeTimeProvider();
        using var registry = new ErrorRegistry(null, time);
        var heard = new HeardChanges(registry);
        var a = registry.Record(new ErrorOccurrence("shop", "T", "a")).Id;
        var b = registry.Record(new ErrorOccurrence("shop", "T", "b")).Id;
        registry.Mute(b, time.GetUtcNow() + TimeSpan.FromMinutes(5));
        registry.Merge(a, b);
        time.Advance(TimeSpan.FromMinutes(10));
        registry.GetErrors();

        (await heard.KindsAsync()).Should().Equal(ErrorChange.New, ErrorChange.New, ErrorChange.Muted, ErrorChange.Merged);
    }

    [Fact] // tracking-peers 5: resolved, and back with more frames
    public void A_resolved_error_is_back_when_it_comes_with_a_longer_stack()
    {
        var warm = _bench.Record("check run", times: 40);
        _bench.Time.Advance(TimeSpan.FromMinutes(1));
        Change(warm, LifeInput.Resolve, resolution: new Resolution(Now.Utc, Now.Steady, null));
        _bench.Time.Advance(TimeSpan.FromMinutes(1));

        _bench.Record("!check load run");

        var record = _bench.Records.Should().ContainSingle().Subject;
        record.Status.Should().Be(ErrorStatus.Regressed);
        record.StatusChanges.Select(static change => change.Kind).Should().Equal(ErrorChange.New, ErrorChange.Resolved, ErrorChange.Regressed, ErrorChange.Merged);
    }

    [Fact]
    public void A_muted_error_goes_on_counting_its_hour_when_it_comes_with_a_longer_stack()
    {
        var warm = _bench.Record("check run", times: 40);
        var muting = Muting.UntilPerHour(3);
        Change(warm, LifeInput.Mute, muting: muting);
        muting.Count(Now.Steady, 1).Should().BeFalse();

        _bench.Record("!check load run");
        _bench.Records.Should().ContainSingle().Which.Status.Should().Be(ErrorStatus.Muted, "that are two");
        _bench.Record("!a check load run", component: "other");
        muting.Count(Now.Steady).Should().BeTrue("it is the same hour");
    }

    private RegistryMoment Now => new(_bench.Time.GetUtcNow().UtcTicks, _bench.Time.GetUtcNow().UtcTicks, 0);

    private void Change(ErrorId id, LifeInput input, Resolution? resolution = null, Muting? muting = null) =>
        _bench.State.Store.Find(id)!.ChangeLocked(_bench.State, input, "because", Now, resolution, muting);
}
