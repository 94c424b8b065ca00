using System.Text;
using System.Text.Json.Nodes;
using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Registry;

/// <summary>How often each release brought an error.</summary>
public sealed class ReleaseCountsTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Start);
    private readonly ErrorRegistry _registry;

    public ReleaseCountsTests() => _registry = NewRegistry();

    public void Dispose() => _registry.Dispose();

    [Fact]
    public void What_names_no_release_is_of_the_own_one()
    {
        Record(3);
        Record(1, "2.0");

        Counts().Should().Equal(("2.0", 4L));
    }

    [Fact]
    public void Each_release_has_its_count_and_when_it_was_seen()
    {
        Record(2, "1.0");
        _time.Advance(TimeSpan.FromSeconds(10));
        Record(3);
        _time.Advance(TimeSpan.FromSeconds(10));
        Record(1, "1.0");
        _time.Advance(TimeSpan.FromSeconds(10));
        Record(1);
        _time.Advance(TimeSpan.FromSeconds(10));
        Record(4, "3.0");

        var record = Only();
        record.Count.Should().Be(11);
        record.CountsByRelease.Select(one => one with { Crowding = null }).Should().Equal(
            new ReleaseCount("1.0", 3, Start, Start.AddSeconds(20)),
            new ReleaseCount("2.0", 4, Start.AddSeconds(10), Start.AddSeconds(30)),
            new ReleaseCount("3.0", 4, Start.AddSeconds(40), Start.AddSeconds(40)));
    }

    [Fact]
    public void Own_ones_before_any_other_keep_their_times()
    {
        Record(1);
        _time.Advance(TimeSpan.FromHours(3));
        Record(1);
        _time.Advance(TimeSpan.FromHours(1));
        Record(1, "1.0");
        _time.Advance(TimeSpan.FromHours(1));

        Only().CountsByRelease.Select(one => one with { Crowding = null }).Should().Equal(
            new ReleaseCount("2.0", 2, Start, Start.AddHours(3)),
            new ReleaseCount("1.0", 1, Start.AddHours(4), Start.AddHours(4)));
    }

    [Fact]
    public void Where_no_release_is_known_none_is_told()
    {
        using var registry = NewRegistry(release: "");
        Record(2, registry: registry);
        Record(1, "1.0", registry: registry);

        Only(registry).CountsByRelease.Select(one => (one.Release, one.Count)).Should().Equal(("1.0", 1), (null, 2));
        registry.GetReleases().Should().ContainSingle().Which.IsOwn.Should().BeFalse();
    }

    [Fact]
    public void Beyond_thirty_two_releases_the_rest_is_counted_together()
    {
        for (var i = 0; i < 100; i++)
        {
            Record(2, $"1.{i}");
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Record(5);
        var counts = Only().CountsByRelease;
        counts.Should().HaveCount(33);
        counts[^1].Should().Match<ReleaseCount>(rest => rest.Release == null && rest.Count == 138 && rest.FirstSeen == Start.AddSeconds(31));
        counts.Sum(one => one.Count).Should().Be(205);
        counts.Single(one => one.Release == "2.0").Count.Should().Be(5);
    }

    [Fact] // Lloyd 1967
    public void Crowding_tells_bursts_from_single_occurrences()
    {
        // Twelve at once, then one each hour.
        Record(12);
        for (var hour = 0; hour < 12; hour++)
        {
            _time.Advance(TimeSpan.FromHours(1));
            Record(1);
        }

        Only().CountsByRelease.Should().ContainSingle().Which.Crowding!.Value.Minute.Should().BeApproximately(12 * 11 / 24.0, 1e-9);
    }

    [Fact]
    public void Crowding_is_that_of_minutes_tens_of_minutes_and_hours()
    {
        var random = new Random(3);
        var times = new List<double>();
        var now = 0.0;
        for (var i = 0; i < 500; i++)
        {
            times.Add(now);
            Record(1, i % 2 == 0 ? null : "1.0");
            var wait = Math.Round(random.NextDouble() < 0.8 ? random.NextDouble() * 20 : random.NextDouble() * 5_000);
            _time.Advance(TimeSpan.FromSeconds(wait));
            now += wait;
        }

        foreach (var (release, from) in new[] { ("2.0", 0), ("1.0", 1) })
        {
            // Minutes begin with the first occurrence.
            var own = times.Where((_, i) => i % 2 == from).ToList();
            double Others(int seconds) => own.CountBy(at => (int)((at - own[0]) / seconds)).Sum(entry => (double)entry.Value * (entry.Value - 1)) / own.Count;

            var crowding = Only().CountsByRelease.Single(one => one.Release == release).Crowding!.Value;
            crowding.Minute.Should().BeApproximately(Others(60), 1e-9);
            crowding.TenMinutes.Should().BeApproximately(Others(600), 1e-9);
            crowding.Hour.Should().BeApproximately(Others(3_600), 1e-9);
        }
    }

    [Fact]
    public void A_merge_adds_them_and_a_split_takes_them_back()
    {
        var a = Record(3, "1.0", type: "A");
        Record(2, type: "A");
        _time.Advance(TimeSpan.FromMinutes(5));
        var b = Record(4, "1.0", type: "B");
        Record(1, "3.0", type: "B");
        Record(7, type: "B");

        _registry.Merge(a, b).Should().BeTrue();
        Counts().Should().BeEquivalentTo([("1.0", 7L), ("2.0", 9L), ("3.0", 1L)]);

        // What comes by the part's own words while it is one.
        _time.Advance(TimeSpan.FromMinutes(5));
        Record(2, "3.0", type: "B");
        Record(1, type: "B");
        Record(5, "4.0", type: "A");
        Counts().Should().BeEquivalentTo([("1.0", 7L), ("2.0", 10L), ("3.0", 3L), ("4.0", 5L)]);

        var split = _registry.Split(b);
        Counts(_registry.Find(split)!).Should().BeEquivalentTo([("1.0", 4L), ("2.0", 8L), ("3.0", 3L)]);
        Counts(_registry.Find(a)!).Should().BeEquivalentTo([("1.0", 3L), ("2.0", 2L), ("4.0", 5L)]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Whatever_is_merged_split_and_recorded_each_record_has_what_is_its_own(int seed)
    {
        var random = new Random(seed);
        string?[] releases = [null, "1.0", "2.0", "3.0", "4.0"];
        var truth = new Dictionary<string, Dictionary<string, long>>();
        var ids = new Dictionary<string, ErrorId>();
        for (var i = 0; i < 600; i++)
        {
            var type = $"Type{(char)('A' + random.Next(6))}";
            switch (random.Next(12))
            {
                case 0 when ids.Count > 1:
                    var (into, other) = (ids.Values.ElementAt(random.Next(ids.Count)), ids.Values.ElementAt(random.Next(ids.Count)));
                    _registry.Merge(into, other);
                    break;
                case 1 when ids.Count > 0:
                    try
                    {
                        _registry.Split(ids.Values.ElementAt(random.Next(ids.Count)));
                    }
                    catch (ArgumentException)
                    {
                    }

                    break;
                default:
                    var release = releases[random.Next(releases.Length)];
                    ids[type] = Record(1, release, type);
                    var counts = truth.TryGetValue(type, out var known) ? known : truth[type] = [];
                    counts[release ?? "2.0"] = counts.GetValueOrDefault(release ?? "2.0") + 1;
                    break;
            }

            _time.Advance(TimeSpan.FromSeconds(random.Next(90)));
            Sum(_registry.GetErrors()).Should().BeEquivalentTo(Sum(truth.Values));
            _registry.GetErrors().Should().OnlyContain(record => record.CountsByRelease.Sum(one => one.Count) == record.Count);
        }

        // Each by itself again, with what came by its own words.
        foreach (var id in ids.Values)
        {
            var grouped = _registry.Find(id)!;
            if (grouped.Fingerprints.Count > 1)
            {
                foreach (var part in grouped.Fingerprints.Skip(1))
                {
                    _registry.Split(part.ToErrorId());
                }
            }
        }

        foreach (var record in _registry.GetErrors().Where(record => record.Fingerprints.Count == 1))
        {
            Counts(record).Should().BeEquivalentTo(truth[record.ErrorType].Select(entry => (entry.Key, entry.Value)), record.ErrorType);
        }

        static Dictionary<string, long> Of(IEnumerable<(string Release, long Count)> all) => all.GroupBy(one => one.Release).ToDictionary(one => one.Key, one => one.Sum(each => each.Count));
        static Dictionary<string, long> Sum<T>(IEnumerable<T> all) => all is IEnumerable<ErrorRecord> records
            ? Of(records.SelectMany(Counts))
            : Of(((IEnumerable<Dictionary<string, long>>)all).SelectMany(static one => one.Select(static entry => (entry.Key, entry.Value))));
    }

    [Theory]
    [InlineData(ErrorExportFormat.Json)]
    [InlineData(ErrorExportFormat.JsonLines)]
    public async Task An_export_that_is_read_again_has_the_same(ErrorExportFormat format)
    {
        Record(3, "1.0");
        _time.Advance(TimeSpan.FromMinutes(7));
        Record(2);
        _time.Advance(TimeSpan.FromHours(7));
        Record(1, "3.0");
        Record(4);
        Record(9, type: "Other");
        var export = await ExportAsync(_registry, format);

        using var other = NewRegistry();
        await other.ImportAsync(new MemoryStream(export));
        other.GetErrors().Select(record => record.CountsByRelease).Should().BeEquivalentTo(_registry.GetErrors().Select(record => record.CountsByRelease), options => options.WithStrictOrdering());

        // Of another release by itself, the same are foreign ones.
        using var later = NewRegistry(release: "5.0");
        await later.ImportAsync(new MemoryStream(export));
        later.GetErrors().SelectMany(Counts).Should().BeEquivalentTo(_registry.GetErrors().SelectMany(Counts));
        await later.ImportAsync(new MemoryStream(export));
        later.GetErrors().SelectMany(Counts).Should().BeEquivalentTo(_registry.GetErrors().SelectMany(Counts), "nothing counts twice");

        // And count on.
        Record(2, registry: later);
        Counts(later.GetErrors().Single(record => record.ErrorType == "T")).Should().BeEquivalentTo([("1.0", 3L), ("2.0", 6L), ("3.0", 1L), ("5.0", 2L)]);
    }

    [Fact]
    public async Task An_export_that_tells_no_counts_is_of_its_one_release_or_of_none_that_is_known()
    {
        Record(3);
        Record(3, "1.0", type: "Both");
        Record(3, type: "Both");
        var root = JsonNode.Parse(await ExportAsync(_registry, ErrorExportFormat.Json))!;
        foreach (var error in root["errors"]!.AsArray())
        {
            error!.AsObject().Remove("counts_by_release").Should().BeTrue();
        }

        using var other = NewRegistry(release: "5.0");
        await other.ImportAsync(new MemoryStream(Encoding.UTF8.GetBytes(root.ToJsonString())));

        other.GetErrors().Single(record => record.ErrorType == "T").CountsByRelease.Select(one => (one.Release, one.Count)).Should().Equal(("2.0", 3));
        other.GetErrors().Single(record => record.ErrorType == "Both").CountsByRelease.Select(one => (one.Release, one.Count)).Should().Equal((null, 6));
    }

    [Theory] // 0103: where times meet, the greater count holds
    [InlineData("1.0", 5, 3, 5)]
    [InlineData("1.0", 3, 5, 5)]
    public async Task Where_the_same_may_be_in_both_the_greater_count_holds(string release, int here, int there, int expected)
    {
        Record(here, release);
        using var other = NewRegistry();
        Record(there, release, registry: other);

        await _registry.ImportAsync(new MemoryStream(await ExportAsync(other, ErrorExportFormat.Json)));

        Counts().Should().Equal((release, expected));
    }

    [Theory]
    [InlineData("\"count\": 3,", "\"count\": 2,", "'counts_by_release' does not add up to the count*")]
    [InlineData("\"minute\": 2", "\"minute\": -1", "*'counts_by_release[0].crowding.minute' must be a number from 0*")]
    [InlineData("\"crowding\": {", "\"crowding\": 5, \"x\": {", "*crowding*an object*")]
    public async Task A_wrong_count_is_named(string right, string wrong, string message)
    {
        Record(3);
        var text = Encoding.UTF8.GetString(await ExportAsync(_registry, ErrorExportFormat.Json));
        var at = text.IndexOf("counts_by_release", StringComparison.Ordinal);
        var where = text.IndexOf(right, at, StringComparison.Ordinal);
        text = text[..where] + wrong + text[(where + right.Length)..];

        using var other = NewRegistry();
        (await FluentActions.Awaiting(() => other.ImportAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)))).Should().ThrowAsync<FormatException>()).WithMessage("*" + message);
    }

    [Fact]
    public void Of_records_that_had_to_go_releases_still_know_the_number()
    {
        using var registry = NewRegistry(capacity: 2);
        for (var i = 0; i < 5; i++)
        {
            Record(2, "1.0", $"T{(char)('a' + i)}", registry);
            Record(3, null, $"T{(char)('a' + i)}", registry);
            registry.GetErrors();
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        registry.GetReleases().Select(release => (release.Release, release.Count, release.LostCount, release.Observed, release.IsOwn)).Should().BeEquivalentTo(
        [
            ("2.0", 6L, 9L, TimeSpan.FromMinutes(5), true),
            ("1.0", 4L, 6L, TimeSpan.FromMinutes(4), false),
        ]);
        registry.Clear();
        registry.GetReleases().Should().ContainSingle().Which.Should().Match<ReleaseSummary>(own => own.Count == 0 && own.LostCount == 0 && own.Observed == TimeSpan.Zero);
    }

    [Theory] // a clock that is set back, in 1970 and in 9999
    [InlineData(1970)]
    [InlineData(2030)]
    [InlineData(9999)]
    public void A_wall_clock_that_is_set_changes_no_exposure(int year)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero));
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { Release = "2.0" }, time);
        Record(1, "1.0", registry: registry);
        time.Advance(TimeSpan.FromHours(2));
        time.SetUtcNow(time.GetUtcNow() - TimeSpan.FromHours(1));
        Record(1, "1.0", registry: registry);
        time.Advance(TimeSpan.FromHours(1));

        registry.GetReleases().Should().OnlyContain(release => release.Observed == TimeSpan.FromHours(release.IsOwn ? 3 : 2) && release.LastSeen >= release.FirstSeen);
        Only(registry).CountsByRelease.Should().OnlyContain(one => one.LastSeen >= one.FirstSeen);
    }

    [Fact]
    public void Secrets_are_taken_out_of_releases_and_long_ones_are_cut()
    {
        Record(1, "password=hunter2");
        Record(2, new string('r', 500));
        Record(3, new string('r', 500));

        var counts = Only().CountsByRelease;
        counts.Should().HaveCount(2);
        counts.Should().OnlyContain(one => one.Release!.Length <= 200 && !one.Release.Contains("hunter2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task While_threads_record_the_sum_is_the_count_and_in_the_end_each_is_exact()
    {
        const int each = 20_000;
        string?[] releases = [null, "1.0", "3.0", "4.0"];
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { Release = "2.0" });
        var threads = releases.Select(release => Task.Run(() =>
        {
            for (var i = 0; i < each; i++)
            {
                registry.Record(new ErrorOccurrence("c", $"T{(char)('a' + (i % 3))}", "m") { Release = release });
            }
        })).ToArray();

        var done = Task.WhenAll(threads);
        while (!done.IsCompleted)
        {
            registry.GetErrors().All(record => record.CountsByRelease.Sum(one => one.Count) == record.Count).Should().BeTrue();
        }

        await done;
        registry.GetErrors().SelectMany(Counts).GroupBy(one => one.Release).ToDictionary(one => one.Key, one => one.Sum(count => count.Count))
            .Should().BeEquivalentTo(new Dictionary<string, long> { ["2.0"] = each, ["1.0"] = each, ["3.0"] = each, ["4.0"] = each });
    }

    [Fact]
    public void A_known_error_of_a_known_release_costs_no_memory_for_its_release()
    {
        Record(100, "1.0");
        Record(100);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var own = Cost(null);
        var foreign = Cost("1.0");

        foreign.Should().BeLessThanOrEqualTo(own + 64, "{0} B were there before", before);

        long Cost(string? release)
        {
            var occurrence = new ErrorOccurrence("c", "T", "m") { Release = release };
            for (var i = 0; i < 3_000; i++)
            {
                _registry.Record(occurrence);
            }

            var start = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 100; i++)
            {
                _registry.Record(occurrence);
            }

            return (GC.GetAllocatedBytesForCurrentThread() - start) / 100;
        }
    }

    private ErrorRegistry NewRegistry(string release = "2.0", int capacity = 100) => new(new ErrorRegistryOptions { Release = release, Capacity = capacity }, _time);

    private ErrorId Record(int times, string? release = null, string type = "T", ErrorRegistry? registry = null)
    {
        var id = default(ErrorId);
        for (var i = 0; i < times; i++)
        {
            id = (registry ?? _registry).Record(new ErrorOccurrence("c", type, "m") { Release = release }).Id;
        }

        return id;
    }

    private ErrorRecord Only(ErrorRegistry? registry = null) => (registry ?? _registry).GetErrors().Should().ContainSingle().Subject;

    private (string Release, long Count)[] Counts() => Counts(Only());

    private static (string Release, long Count)[] Counts(ErrorRecord record) => [.. record.CountsByRelease.Select(one => (one.Release!, one.Count))];

    private static async Task<byte[]> ExportAsync(ErrorRegistry registry, ErrorExportFormat format)
    {
        using var stream = new MemoryStream();
        await registry.ExportAsync(stream, format);
        return stream.ToArray();
    }
}
