using ErrorManagement.Analytics.Grouping;
using ErrorManagement.Analytics.Storage;

namespace ErrorManagement.Analytics.Tests.Storage;

public sealed class InMemoryErrorStoreTests
{
    [Fact] // B13, S0.82
    public void The_record_longest_unseen_goes_from_every_index()
    {
        var store = new InMemoryErrorStore<Record>(2);
        var a = new Record(1) { LastSeen = 1 };
        var b = new Record(2) { LastSeen = 2 };
        store.Add(a).Should().BeNull();
        store.Add(b).Should().BeNull();
        store.Alias(9, b);
        a.LastSeen = 3;

        store.Add(new Record(3) { LastSeen = 4 }).Should().BeSameAs(b);

        store.Find(new ErrorId(2)).Should().BeNull();
        store.Find(new ErrorId(9)).Should().BeNull();
        store.Find(b.Fingerprint).Should().BeNull();
        store.Find(b.Fingerprint.ToErrorId()).Should().BeNull();
        store.Find(a.Fingerprint.ToErrorId()).Should().BeSameAs(a);
        store.All.Should().HaveCount(2);
        store.Evicted.Should().Be(1);
    }

    [Fact]
    public void The_order_of_eviction_is_that_of_a_plain_sort()
    {
        var random = new Random(3);
        var store = new InMemoryErrorStore<Record>(20);
        var held = new List<Record>();
        for (var i = 1; i < 2_000; i++)
        {
            foreach (var record in held.Where(_ => random.Next(4) == 0).ToList())
            {
                record.LastSeen = (i * 1_000L) + random.Next(900);
            }

            var added = new Record((ulong)i) { LastSeen = (i * 1_000L) + 999 };
            var oldest = held.MinBy(record => record.LastSeen);
            var evicted = store.Add(added);
            if (held.Count == 20)
            {
                evicted!.LastSeen.Should().Be(oldest!.LastSeen);
                held.Remove(evicted);
            }

            held.Add(added);
        }
    }

    private sealed class Record(ulong handle) : StoredError
    {
        public long LastSeen { get; set; }

        public override ulong Handle => handle;

        public override ErrorFingerprint Fingerprint { get; } = new(1, ((UInt128)handle << 64) + 7);

        public override long LastSeenSteady => LastSeen;
    }
}
