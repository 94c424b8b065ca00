using ErrorManagement.Analytics.Grouping;
using ErrorManagement.Analytics.Storage;

namespace ErrorManagement.Analytics.Tests.Storage;

public sealed class InMemoryErrorStoreTests
{
    private readonly List<Record> _evicted = [];

    [Fact] // B13, S0.82
    public void The_record_longest_unseen_goes_from_every_index()
    {
        var store = new InMemoryErrorStore<Record>(2, long.MaxValue);
        var a = new Record(1) { LastSeen = 1 };
        var b = new Record(2) { LastSeen = 2 };
        store.Add(a, _evicted);
        store.Add(b, _evicted);
        _evicted.Should().BeEmpty();
        store.Alias(9, b);
        a.LastSeen = 3;

        store.Add(new Record(3) { LastSeen = 4 }, _evicted);

        _evicted.Should().Equal(b);
        store.Find(new ErrorId(2)).Should().BeNull();
        store.Find(new ErrorId(9)).Should().BeNull();
        store.Find(b.Fingerprint).Should().BeNull();
        store.Find(b.Fingerprint.ToErrorId()).Should().BeNull();
        store.Find(a.Fingerprint.ToErrorId()).Should().BeSameAs(a);
        store.All.Should().HaveCount(2);
        store.Evicted.Should().Be(1);
    }

    [Fact]
    public void Of_records_last_seen_at_one_time_the_first_one_goes()
    {
        var store = new InMemoryErrorStore<Record>(3, long.MaxValue);
        for (var i = 1; i <= 5; i++)
        {
            store.Add(new Record((ulong)i) { LastSeen = 7 }, _evicted);
        }

        _evicted.Select(record => record.Handle).Should().Equal(1, 2);
    }

    [Fact]
    public void A_fingerprint_of_other_rules_is_another_one()
    {
        var store = new InMemoryErrorStore<Record>(3, long.MaxValue);
        var record = new Record(1);
        store.Add(record, _evicted);

        store.Find(record.Fingerprint).Should().BeSameAs(record);
        store.Find(record.Fingerprint with { Version = 2 }).Should().BeNull();
    }

    [Fact] // an error in a loop that is new each time
    public void A_flood_of_one_group_takes_at_most_half_from_the_others_and_then_its_own()
    {
        var store = new InMemoryErrorStore<Record>(100, long.MaxValue);
        for (var i = 1; i <= 50; i++)
        {
            store.Add(new Record((ulong)i) { LastSeen = i, Group = (ulong)i }, _evicted);
        }

        for (var i = 51; i <= 10_000; i++)
        {
            store.Add(new Record((ulong)i) { LastSeen = i, Group = 7_777 }, _evicted);
        }

        store.Count.Should().Be(100);
        store.All.Count(record => record.Group != 7_777).Should().Be(50);
        _evicted.Select(record => (int)record.Handle).Should().Equal(Enumerable.Range(51, 9_900));
    }

    [Fact]
    public void A_flood_by_size_takes_its_own_as_well()
    {
        var store = new InMemoryErrorStore<Record>(1_000, 100_000);
        for (var i = 1; i <= 400; i++)
        {
            store.Add(new Record((ulong)i, 100) { LastSeen = i, Group = (ulong)i }, _evicted);
        }

        for (var i = 401; i <= 600; i++)
        {
            store.Add(new Record((ulong)i, 2_000) { LastSeen = i, Group = 7_777 }, _evicted);
        }

        store.Bytes.Held.Should().BeLessThanOrEqualTo(100_000);
        store.All.Count(record => record.Group != 7_777).Should().Be(400);
    }

    [Fact]
    public void Records_that_grow_make_others_go_until_all_are_within_their_size_and_one_always_stays()
    {
        var store = new InMemoryErrorStore<Record>(100, 10_000);
        var records = Enumerable.Range(1, 10).Select(i => new Record((ulong)i, 500) { LastSeen = i, Group = 1 }).ToList();
        records.ForEach(record => store.Add(record, _evicted));
        _evicted.Should().BeEmpty();

        records[9].Grow(6_500);
        store.Bytes.IsOver.Should().BeTrue();
        store.Trim(_evicted);
        _evicted.Select(record => record.Handle).Should().Equal(1, 2, 3);
        store.Bytes.Held.Should().Be(10_000);

        records[9].Grow(1_000_000);
        store.Trim(_evicted);
        store.All.Should().Equal(records[9]);
        records[0].Grow(5);
        store.Bytes.Held.Should().Be(1_007_000, "who is gone counts no more");
    }

    [Theory] // property: the rule, against a model that looks at everything each time
    [InlineData(1, 20, long.MaxValue, 6)]
    [InlineData(2, 20, long.MaxValue, 3)]
    [InlineData(3, 16, long.MaxValue, 2)]
    [InlineData(4, 15, long.MaxValue, 2)]
    [InlineData(5, 64, 20_000, 5)]
    [InlineData(6, 40, 9_000, 3)]
    [InlineData(7, 1, 9_000, 3)]
    public void Who_goes_is_what_a_plain_search_finds(int seed, int capacity, long maxBytes, int groups)
    {
        var random = new Random(seed);
        var store = new InMemoryErrorStore<Record>(capacity, maxBytes);
        var model = new List<Record>();
        for (var i = 1; i < 4_000; i++)
        {
            foreach (var record in model.Where(_ => random.Next(4) == 0).ToList())
            {
                record.LastSeen = (i * 1_000L) + random.Next(900);
            }

            // Floods of one group or two alternate with times of many.
            var group = (i / 500 % 3) switch { 0 => 1, 1 => random.Next(2) + 1, _ => random.Next(groups * 4) };
            var added = new Record((ulong)i, random.Next(100, 900)) { LastSeen = (i * 1_000L) + 999, Group = (ulong)group };
            _evicted.Clear();
            store.Add(added, _evicted);

            var expected = new List<Record>();
            model.Add(added);
            while (model.Count > 1 && (model.Count > capacity || model.Sum(record => record.Bytes) > maxBytes))
            {
                var crowds = capacity < 16 ? [] : model.GroupBy(record => record.Group)
                    .Where(g => (g.Count() * 2 > capacity || g.Sum(record => record.Bytes) > maxBytes / 2) && g.Any(record => record != added))
                    .Select(g => g.Key)
                    .ToHashSet();
                var oldest = model.Where(record => record != added && (crowds.Count == 0 || crowds.Contains(record.Group))).MinBy(record => record.LastSeen)!;
                expected.Add(oldest);
                model.Remove(oldest);
            }

            _evicted.Should().Equal(expected);
            store.Count.Should().Be(model.Count);
            store.Bytes.Held.Should().Be(model.Sum(record => record.Bytes));
        }
    }

    private sealed class Record(ulong handle, long bytes = 0) : StoredError
    {
        private RecordGroup? _group;

        public long Bytes { get; private set; } = bytes;

        public long LastSeen { get; set; }

        public override ulong Handle => handle;

        public override ErrorFingerprint Fingerprint { get; } = new(1, ((UInt128)handle << 64) + 7);

        public override long LastSeenSteady => LastSeen;

        public override ulong Group { get; init; }

        public void Grow(long bytes)
        {
            Bytes += bytes;
            _group?.Add(bytes);
        }

        public override void Join(RecordGroup group)
        {
            _group = group;
            group.Add(Bytes);
        }

        public override void Leave()
        {
            _group!.Add(-Bytes);
            _group = null;
        }
    }
}
