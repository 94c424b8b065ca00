using System.Globalization;
using ErrorManagement.Analytics;
using ErrorManagement.TestKit;

namespace ErrorManagement.Benchmarks.Bars;

/// <summary>What reading counts over time costs, as part of P12: a registry that is full, each record with a week behind it.</summary>
internal static class SeriesBars
{
    private const int Records = 10_000;
    private const int Components = 200;
    private const int ActiveHours = 7 * 24;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly Lazy<Scene> Shared = new(static () => new Scene());

    public static IEnumerable<Bar> All =>
    [
        Bar.Information(12, "read a day by minutes, all", "ns", static () => Shared.Value.Nanoseconds(SeriesSelector.All, 24, Minute)),
        Bar.Information(12, "the same, one component", "ns", static () => Shared.Value.Nanoseconds(SeriesSelector.OfComponent("c7"), 24, Minute)),
        Bar.Information(12, "the same, one record", "ns", static () => Shared.Value.Nanoseconds(SeriesSelector.Of(Shared.Value.Ids[7]), 24, Minute)),
        Bar.Information(12, "a day by hours of a record, mean of 10,000", "ns", static () => Shared.Value.EachRecord(24)),
        Bar.Information(12, "a week by hours of a record, mean of 10,000", "ns", static () => Shared.Value.EachRecord(ActiveHours)),
        Bar.Information(12, "one component, 10,000 records active since", "ns", static () => Shared.Value.AfterAll()),
        Bar.Information(12, "bytes for the week of each record", "B", static () => Shared.Value.BytesPerRecord),
    ];

    private sealed class Scene : IDisposable
    {
        private readonly FakeTimeProvider _time = new();
        private readonly ErrorRegistry _registry;

        public void Dispose() => _registry.Dispose();

        public Scene()
        {
            _registry = new ErrorRegistry(null, _time);
            for (var i = 0; i < Records; i++)
            {
                Ids.Add(Record(i));
                if (i % 500 == 0)
                {
                    _registry.CountErrors();
                }
            }

            var before = GC.GetTotalMemory(forceFullCollection: true);
            var random = new Random(1);
            for (var minute = 0; minute < ActiveHours * 60; minute++)
            {
                _time.Advance(Minute);

                // Each some ten times a day, a hundredth of them all the time.
                for (var i = 0; i < Records / 144; i++)
                {
                    Record(random.Next(Records));
                }

                for (var i = 0; i < Records; i += 100)
                {
                    Record(i);
                }
            }

            _registry.GetStatistics();
            BytesPerRecord = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)Records;
        }

        public List<ErrorId> Ids { get; } = [];

        public double BytesPerRecord { get; }

        public double Nanoseconds(SeriesSelector selector, int hours, TimeSpan bucket) => Timing.Each(times =>
        {
            for (var i = 0; i < times; i++)
            {
                Read(selector, hours, bucket);
            }
        })[0];

        public double EachRecord(int hours) => Timing.Each(times =>
        {
            for (var i = 0; i < times; i++)
            {
                Read(SeriesSelector.Of(Ids[(int)((uint)(i * 7_919) % Records)]), hours, Hour);
            }
        })[0];

        public double AfterAll()
        {
            var least = double.MaxValue;
            for (var round = 0; round < 20; round++)
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                for (var i = 0; i < Records; i++)
                {
                    Record(i);
                }

                var before = Timing.ThreadNanoseconds();
                Read(SeriesSelector.OfComponent("c7"), 24, Minute);
                least = Math.Min(least, Timing.ThreadNanoseconds() - before);
            }

            return least;
        }

        private void Read(SeriesSelector selector, int hours, TimeSpan bucket)
        {
            var now = _time.GetUtcNow();
            _registry.GetSeries(selector, now - TimeSpan.FromHours(hours), now, bucket);
        }

        private ErrorId Record(int number) => _registry.Record(new ErrorOccurrence(
            "c" + (number % Components).ToString(CultureInfo.InvariantCulture), "T" + (number / Components).ToString(CultureInfo.InvariantCulture), "failed")).Id;
    }
}
