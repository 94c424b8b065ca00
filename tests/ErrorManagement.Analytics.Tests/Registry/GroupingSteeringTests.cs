namespace ErrorManagement.Analytics.Tests.Registry;

public sealed class GroupingSteeringTests
{
    private readonly FamilyBench _bench = new();

    [Fact]
    public void A_merge_is_kept_when_the_errors_come_again()
    {
        var (a, b) = (_bench.Record("", "a", times: 3), _bench.Record("", "b", times: 4));

        _bench.Merge(a, b, "same cause").Should().BeTrue();
        _bench.Record("", "b");

        var record = _bench.Records.Should().ContainSingle().Subject;
        record.Id.Should().Be(a);
        record.Count.Should().Be(8);
        _bench.Explain(a, b).ToString().Should().Contain("by hand: same cause");
        _bench.Explain(a, b).AreOne.Should().BeTrue();
    }

    [Fact] // sentry #84590: an unmerge undone by the next event
    public void A_split_gives_back_exact_counts_and_stays()
    {
        var (a, b) = (_bench.Record("", "a", times: 3), _bench.Record("", "b", times: 4));
        _bench.Merge(a, b);
        _bench.Record("", "b", times: 10);
        _bench.Record("", "a", times: 20);

        var id = _bench.Split(b, "two causes after all");

        id.Should().Be(b);
        _bench.Find(b)!.Count.Should().Be(14);
        _bench.Find(a)!.Count.Should().Be(23);
        _bench.Record("", "b");
        _bench.Find(b)!.Count.Should().Be(15);
        _bench.Explain(a, b).Reasons[0].Should().Contain("split from").And.Contain("by hand").And.Contain("two causes after all");
        _bench.Split(b).IsNone.Should().BeTrue("it is no part any more");
    }

    [Fact]
    public void A_part_is_split_off_by_its_fingerprint_as_well()
    {
        var (a, b) = (_bench.Record("", "a"), _bench.Record("", "b"));
        var fingerprint = _bench.Find(b)!.Fingerprint;
        _bench.Merge(a, b);

        _bench.Split(fingerprint.ToErrorId()).Should().Be(b);
    }

    [Fact]
    public void A_stack_that_was_split_off_stays_apart_whatever_stacks_say()
    {
        _bench.Record("!check load run");
        var warm = _bench.Record("check run", times: 5);
        _bench.Records.Should().ContainSingle();

        _bench.Split(warm);
        _bench.Record("!check run b run");
        _bench.Record("check run");

        _bench.Find(warm)!.Count.Should().Be(6);
        _bench.Records.Should().HaveCount(3);
    }

    [Fact]
    public void What_was_decided_holds_after_the_records_are_gone()
    {
        var bench = new FamilyBench(capacity: 3);
        var (a, b) = (bench.Record("", "a"), bench.Record("", "b"));
        bench.Merge(a, b);
        Crowd(bench);
        bench.Records.Should().OnlyContain(static record => record.Message != "a");

        // The part comes first, and has to wait for what it is part of.
        b = bench.Record("", "b");
        a = bench.Record("", "a");
        bench.Find(b)!.Id.Should().Be(a);
        bench.Find(a)!.Count.Should().Be(2);

        Crowd(bench);
        a = bench.Record("", "a");
        b = bench.Record("", "b");
        bench.Find(b)!.Id.Should().Be(a);
    }

    [Fact]
    public void Chains_lead_to_their_end_and_can_be_undone_link_by_link()
    {
        var (a, b, c) = (_bench.Record("", "a"), _bench.Record("", "b", times: 2), _bench.Record("", "c", times: 4));
        _bench.Merge(b, a).Should().BeTrue();
        _bench.Merge(c, b).Should().BeTrue();
        _bench.Records.Should().ContainSingle().Which.Count.Should().Be(7);
        _bench.Record("", "a", times: 8);

        _bench.Split(b).Should().Be(b);

        _bench.Find(c)!.Count.Should().Be(4);
        _bench.Find(b)!.Count.Should().Be(2 + 9, "what is part of it goes with it");
        _bench.Find(a)!.Id.Should().Be(b);
        _bench.Split(a).Should().Be(a);
        _bench.Find(a)!.Count.Should().Be(9);
        _bench.Find(b)!.Count.Should().Be(2);
    }

    [Fact]
    public void Circles_itself_and_strangers_do_no_harm()
    {
        var (a, b) = (_bench.Record("", "a"), _bench.Record("", "b"));
        _bench.Merge(a, a).Should().BeTrue();
        _bench.Merge(a, new ErrorId(4_711)).Should().BeFalse();
        _bench.Merge(default, a).Should().BeFalse();
        _bench.Split(a).IsNone.Should().BeTrue();
        _bench.Split(default).IsNone.Should().BeTrue();

        _bench.Merge(b, a).Should().BeTrue();
        _bench.Merge(a, b).Should().BeTrue("they are one already");
        _bench.Records.Should().ContainSingle().Which.Id.Should().Be(b);
        _bench.Explain(a, new ErrorId(4_711)).ToString().Should().Contain("is not held");
        _bench.Explain(default, default).Reasons.Should().ContainSingle().Which.Should().Be("No error was named.");
    }

    [Fact]
    public void The_last_word_counts()
    {
        var (a, b) = (_bench.Record("", "a"), _bench.Record("", "b"));
        for (var i = 0; i < 3; i++)
        {
            _bench.Merge(a, b).Should().BeTrue();
            _bench.Records.Should().ContainSingle();
            _bench.Split(b).Should().Be(b);
            _bench.Records.Should().HaveCount(2);
            _bench.Merge(b, a).Should().BeTrue();
            _bench.Find(a)!.Id.Should().Be(b);
            _bench.Split(a).Should().Be(a);
        }

        _bench.Find(a)!.Count.Should().Be(1);
        _bench.Find(b)!.Count.Should().Be(1);
    }

    [Fact] // counts stay exact after any sequence
    public void Any_sequence_of_merges_splits_and_occurrences_keeps_the_counts()
    {
        var random = new Random(11);
        for (var round = 0; round < 60; round++)
        {
            var bench = new FamilyBench();
            var counts = new int[8];
            var ids = new ErrorId[counts.Length];
            for (var step = 0; step < 120; step++)
            {
                var (one, other) = (random.Next(counts.Length), random.Next(counts.Length));
                switch (random.Next(4))
                {
                    case 0 when !ids[one].IsNone && !ids[other].IsNone:
                        bench.Merge(ids[one], ids[other]).Should().BeTrue();
                        break;
                    case 1 when !ids[one].IsNone:
                        bench.Split(ids[one]);
                        break;
                    default:
                        counts[one]++;
                        ids[one] = bench.Record("", $"message {(char)('a' + one)}", component: $"c{one % 3}");
                        break;
                }

                bench.Records.Sum(static record => record.Count).Should().Be(counts.Sum());
                bench.State.Lifetime.CapturedLocked(bench.State).Sum(static captured => captured.Count).Should().Be(counts.Sum());
            }

            for (var i = 0; i < ids.Length; i++)
            {
                for (var depth = 0; depth < ids.Length && !ids[i].IsNone && !bench.Split(ids[i]).IsNone; depth++)
                {
                }
            }

            for (var i = 0; i < ids.Length; i++)
            {
                if (!ids[i].IsNone)
                {
                    bench.Split(ids[i]);
                }
            }

            bench.Records.Select(static record => record.Count).Should().BeEquivalentTo(counts.Where(static count => count > 0).Select(static count => (long)count), "of round {0}", round);
            bench.Records.SelectMany(static record => record.Fingerprints).Should().OnlyHaveUniqueItems();
        }
    }

    [Fact] // no figure of a component ever falls
    public void What_metrics_told_of_a_component_is_not_taken_back()
    {
        var (a, b) = (_bench.Record("", "a", times: 3, component: "x"), _bench.Record("", "b", times: 4, component: "y"));
        Told().Should().Equal(("x", 3), ("y", 4));

        _bench.Merge(a, b);
        Told().Should().Equal(("x", 3), ("y", 4));
        _bench.Record("", "b", times: 10, component: "y");
        Told().Should().Equal(("x", 13), ("y", 4));

        _bench.Split(b);
        Told().Should().Equal(("x", 13), ("y", 4));
        _bench.Record("", "b", component: "y");
        Told().Should().Equal(("x", 13), ("y", 5));

        IEnumerable<(string, long)> Told() => _bench.State.Lifetime.CapturedLocked(_bench.State).Select(static one => (one.Component, one.Count)).Order();
    }

    private static void Crowd(FamilyBench bench)
    {
        for (var i = 0; i < 10; i++)
        {
            bench.Time.Advance(TimeSpan.FromSeconds(1));
            bench.Record("", "crowd", component: $"c{i}");
        }
    }
}
