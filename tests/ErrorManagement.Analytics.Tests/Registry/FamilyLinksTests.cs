using ErrorManagement.Analytics.Grouping;
using ErrorManagement.Analytics.Registry;

namespace ErrorManagement.Analytics.Tests.Registry;

public sealed class FamilyLinksTests
{
    private readonly FamilyBench _bench = new();

    [Fact] // tracking-peers 0.2, 7.1
    public void A_stack_with_frames_inlined_away_is_the_same_error()
    {
        var cold = _bench.Record("!check load run", times: 3);
        var warm = _bench.Record("check run", times: 40);

        var record = _bench.Records.Should().ContainSingle().Subject;
        record.Count.Should().Be(43);
        record.Id.Should().Be(cold);
        record.Culprit.Should().Be("check");
        _bench.Find(warm)!.Id.Should().Be(cold);
        record.Fingerprints.Should().HaveCount(2).And.StartWith([record.Fingerprint]);
        record.Fingerprints.Should().OnlyContain(fingerprint => _bench.Find(fingerprint.ToErrorId())!.Id == cold);
        _bench.Explain(cold, warm).Reasons.Should().ContainSingle().Which.Should().Contain("by its stack").And.Contain("without load");
    }

    [Fact] // (c) re-linking when a longer list later explains a short one
    public void A_longer_stack_that_comes_later_takes_the_short_ones_in()
    {
        var warm = _bench.Record("check run", times: 40);
        var cold = _bench.Record("!check load run", times: 3);

        var record = _bench.Records.Should().ContainSingle().Subject;
        record.Count.Should().Be(43);
        record.Fingerprint.Should().Be(FingerprintRules.Of(GroupIdentity.OfBug("shop", ["T"], null, "it broke", FamilyBench.StackOf("!check load run"))), "the longest list names it");
        _bench.Find(warm)!.Id.Should().Be(_bench.Find(cold)!.Id);

        _bench.Record("check run", times: 2);
        _bench.Records.Should().ContainSingle().Which.Count.Should().Be(45);
    }

    [Fact] // (a) the ambiguity rule
    public void A_short_stack_that_fits_two_bugs_belongs_to_neither()
    {
        var a = _bench.Record("!check load run", times: 3);
        var b = _bench.Record("!check save run", times: 5);
        var warm = _bench.Record("check run", times: 40);

        _bench.Records.Select(static record => record.Count).Should().Equal(3, 5, 40);
        _bench.Explain(a, warm).Reasons.Should().Contain(reason => reason.Contains("fits both") && reason.Contains("may be the same"));
        _bench.Explain(a, b).Reasons.Should().Contain("The own stacks differ at frame 2 from within: load and save.");
    }

    [Fact]
    public void A_short_stack_goes_out_again_when_a_second_bug_explains_it()
    {
        _bench.Record("!check load run", times: 3);
        var warm = _bench.Record("check run", times: 40);
        _bench.Records.Should().ContainSingle();
        _bench.Record("check run", times: 2);

        _bench.Record("!check save run", times: 5);

        _bench.Records.Select(static record => record.Count).Should().BeEquivalentTo([3L, 5, 42]);
        _bench.Find(warm)!.Count.Should().Be(42);
        _bench.Record("check run").Should().Be(warm);
        _bench.Find(warm)!.Count.Should().Be(43);
    }

    [Fact] // (b) the entry point as a tie-breaker
    public void Other_entries_are_other_bugs()
    {
        _bench.Record("!check load run");
        _bench.Record("check start");

        _bench.Records.Should().HaveCount(2);
    }

    [Fact]
    public void Two_complete_stacks_are_two_bugs_though_one_is_in_the_other()
    {
        _bench.Record("!check load run");
        _bench.Record("!check run");

        _bench.Records.Should().HaveCount(2);
        _bench.Explain(_bench.Records[0].Id, _bench.Records[1].Id).Reasons.Should().Contain(reason => reason.Contains("Nothing is missing in either stack"));
    }

    [Fact] // docs/grouping.md: what comes out does not depend on the order
    public void Every_order_of_arrival_gives_the_same_records_with_exact_counts()
    {
        var random = new Random(7);
        for (var round = 0; round < 300; round++)
        {
            var lists = MakeLists(random);
            var expected = Partition(lists);
            var bench = new FamilyBench();
            var counts = lists.ToDictionary(static list => list, static _ => 0);
            var handles = new Dictionary<string, ErrorId>();
            for (var step = 0; step < lists.Count * 3; step++)
            {
                // Each at least once, in an order of its own; some again before others come.
                var list = step < lists.Count * 2 ? lists[random.Next(lists.Count)] : lists[step - (lists.Count * 2)];
                var times = random.Next(1, 4);
                counts[list] += times;
                handles[list] = bench.Record(list, times: times, drain: random.Next(3) > 0);
            }

            lock (bench.State.Gate)
            {
                bench.Worker.DrainLocked(bench.State);
            }

            var found = lists.GroupBy(list => bench.Find(handles[list])!.Id).Select(static group => string.Join('|', group.Order(StringComparer.Ordinal))).Order(StringComparer.Ordinal);
            var wanted = lists.GroupBy(list => expected[list]).Select(static group => string.Join('|', group.Order(StringComparer.Ordinal))).Order(StringComparer.Ordinal);
            found.Should().Equal(wanted, "of round {0}: {1}", round, string.Join(", ", lists));
            foreach (var group in lists.GroupBy(list => expected[list]))
            {
                bench.Find(handles[group.Key])!.Count.Should().Be(group.Sum(list => counts[list]), "of round {0}", round);
            }

            foreach (var record in bench.Records)
            {
                record.Fingerprints.Should().OnlyContain(fingerprint => bench.Find(fingerprint.ToErrorId())!.Id == record.Id);
            }
        }
    }

    [Fact]
    public void What_is_evicted_leaves_nothing_behind()
    {
        var bench = new FamilyBench(capacity: 16);
        for (var i = 0; i < 200; i++)
        {
            bench.Record($"!a{i} b c run", component: $"c{i}");
            bench.Record($"a{i} c run", component: $"c{i}");
            bench.Time.Advance(TimeSpan.FromSeconds(1));
        }

        bench.State.Store.Count.Should().Be(16);
        bench.State.Keys.Count.Should().Be(32);
        bench.State.Handles.Count.Should().Be(32);
        bench.State.IndexedErrors.Should().Be((16, 16, 16));
        bench.Record("a0 c run", component: "c0");
        bench.Records.Should().Contain(static record => record.Component == "c0" && record.Count == 1);
    }

    [Fact] // issue: groups may merge on later evidence
    public void Messages_of_one_place_that_differ_in_one_word_become_one_record()
    {
        string[] names = ["alice", "bob", "carol", "dave", "erin", "frank", "grace", "heidi"];
        var ids = names.Select(name => _bench.Record("!find run", $"User {name} was not found")).ToList();

        var record = _bench.Records.Should().ContainSingle().Subject;
        record.Count.Should().Be(8);
        record.Template.Should().Be("User <*> was not found");
        ids.Should().OnlyContain(id => _bench.Find(id)!.Id == record.Id);
        _bench.Explain(ids[0], ids[3]).Reasons.Should().Contain(reason => reason.Contains("by evidence") && reason.Contains("\"alice\""));

        _bench.Record("!find run", "User zoe was not found");
        _bench.Record("!find run", "User bob was not found");
        _bench.Records.Should().ContainSingle().Which.Count.Should().Be(10);

        // One of them may be of interest by itself.
        var bob = _bench.Split(ids[1], "bob left the company");
        _bench.Find(bob)!.Count.Should().Be(2);
        _bench.Record("!find run", "User bob was not found");
        _bench.Find(bob)!.Count.Should().Be(3);
        _bench.Find(ids[0])!.Count.Should().Be(8);
    }

    [Fact]
    public void Messages_of_different_places_stay_apart()
    {
        foreach (var name in (string[])["alice", "bob", "carol", "dave", "erin", "frank", "grace", "heidi"])
        {
            _bench.Record($"!find{name} run", $"User {name} was not found");
            _bench.Record("", $"Group {name} was not found"); // no stack tells that these come from one place
        }

        _bench.Records.Should().HaveCount(16);
    }

    [Fact] // D3: a new version finds the old records again
    public void A_record_of_version_1_is_found_by_the_first_error_that_it_held()
    {
        var first = FirstFingerprintRules.Of("shop", ["T"], null, "it broke");
        _bench.Hold(first, 5);

        var id = _bench.Record("!check run", times: 2);
        _bench.Record("!other run");

        var record = _bench.Find(first.ToErrorId())!;
        record.Count.Should().Be(7);
        record.Fingerprint.Version.Should().Be(2);
        record.Fingerprints.Should().Equal(record.Fingerprint, first);
        _bench.Find(id)!.Id.Should().Be(record.Id);
        _bench.Records.Should().HaveCount(2);
        _bench.State.Store.HoldsFormer.Should().BeFalse();
    }

    [Fact] // D3: version 1 of the mask knew no dotted names
    public void A_record_of_version_1_is_found_by_the_template_that_version_1_made()
    {
        var first = FirstFingerprintRules.Of("shop", ["T"], null, "db<num>.eu.example.org took <num> KB in vain");
        _bench.Hold(first, 5);

        _bench.Record("!check run", "db1.eu.example.org took 5 KB in vain");

        var record = _bench.Find(first.ToErrorId())!;
        record.Count.Should().Be(6);
        record.Template.Should().Be("<name> took <num> in vain");
    }

    [Fact]
    public void More_parts_than_are_kept_apart_are_counted_all_the_same()
    {
        var into = _bench.Record("", "into");
        var ids = Enumerable.Range(0, 100).Select(i => _bench.Record("", $"other {(char)('a' + (i / 26))}{(char)('a' + (i % 26))}")).ToList();
        foreach (var id in ids)
        {
            _bench.Merge(into, id).Should().BeTrue();
        }

        var record = _bench.Records.Should().ContainSingle().Subject;
        record.Count.Should().Be(101);
        record.Fingerprints.Should().HaveCount(TrackedError.MaxParts + 1);
        _bench.Split(ids[0]).IsNone.Should().BeFalse();
        _bench.Split(ids[99]).IsNone.Should().BeTrue("it is not known apart any more");
        _bench.Find(into)!.Count.Should().Be(100);
    }

    /// <summary>Stacks of some bugs, each whole and with frames left out, of two entries.</summary>
    private static List<string> MakeLists(Random random)
    {
        var lists = new HashSet<string>();
        for (var bug = 0; bug < random.Next(1, 5); bug++)
        {
            var frames = Enumerable.Range(0, random.Next(2, 6)).Select(_ => ((char)('a' + random.Next(5))).ToString()).ToList();
            var entry = random.Next(4) == 0 ? "start" : "run";
            lists.Add((random.Next(3) > 0 ? "!" : "") + string.Join(' ', frames.Append(entry)));
            for (var warm = 0; warm < random.Next(4); warm++)
            {
                lists.Add(string.Join(' ', frames.Where(_ => random.Next(3) > 0).Append(entry)));
            }
        }

        // A list that is whole and one that is not, of the same frames, are one identity.
        return [.. lists.GroupBy(static list => list.TrimStart('!')).Select(static group => group.Order(StringComparer.Ordinal).First())];
    }

    private static Dictionary<string, string> Partition(List<string> lists) => lists.ToDictionary(static list => list, list =>
        StackMatch.ExplainersOf(FamilyBench.StackOf(list), lists.Where(other => other != list).ToList(), FamilyBench.StackOf) is [var only] ? only : list);
}
