using ErrorManagement.Analytics.Patterns;

namespace ErrorManagement.Analytics.Tests.Patterns;

public class TimelineRulesTests
{
    private static readonly TimelineSettings Settings = TimelineSettings.Default;
    private static readonly long Now = new DateTimeOffset(2030, 1, 1, 12, 0, 0, TimeSpan.Zero).Ticks;

    [Fact] // S2.18
    public void Nothing_holds_on_an_empty_timeline()
    {
        Recurring([]).Should().BeEmpty();
        TimelineRules.Cascade([], Now, Settings).Should().BeNull();
        TimelineRules.Burst([], Now, Settings).Should().BeNull();
        TimelineRules.Degradation([], Now, Settings).Should().BeNull();
    }

    [Fact] // S2.18
    public void Nothing_is_looked_for_below_three_entries()
    {
        var easy = Settings with { RecurringThreshold = 1, CascadeThreshold = 1, BurstThreshold = 1 };
        TimelineEntry[] two = [At(2, "A", "core"), At(1, "A", "api")];
        TimelineEntry[] three = [At(3, "A", "core"), .. two];

        TimelineRules.Recurring(two, Now, easy).Should().BeEmpty();
        TimelineRules.Cascade(two, Now, easy).Should().BeNull();
        TimelineRules.Burst(two, Now, easy).Should().BeNull();
        TimelineRules.Recurring(three, Now, easy).Should().NotBeEmpty();
        TimelineRules.Cascade(three, Now, easy).Should().NotBeNull();
        TimelineRules.Burst(three, Now, easy).Should().NotBeNull();
    }

    [Theory] // S2.19
    [InlineData(3, 0.3)]
    [InlineData(5, 0.5)]
    [InlineData(9, 0.9)]
    [InlineData(10, 0.9)]
    public void A_type_three_times_among_the_last_ten_recurs_and_is_the_surer_the_more_there_are(int count, double confidence)
    {
        var timeline = Enumerable.Range(0, 10).Select(i => At(100 - i, i < count ? "A" : $"B{i}", null)).ToArray();

        var found = Recurring(timeline).Should().ContainSingle().Which;

        found.Should().BeEquivalentTo(new { Kind = PatternKind.Recurring, Subject = "A", Count = count, FirstTicks = timeline[0].Ticks, LastTicks = timeline[count - 1].Ticks });
        found.Confidence.Should().BeApproximately(confidence, 1e-12);
    }

    [Fact] // S2.19
    public void Twice_is_not_recurring_and_the_eleventh_from_the_end_does_not_count()
    {
        TimelineEntry[] timeline = [At(20, "A"), .. Enumerable.Range(0, 8).Select(i => At(19 - i, $"B{i}")), At(2, "A"), At(1, "A")];

        Recurring(timeline).Should().BeEmpty();
        Recurring(timeline[..^1]).Should().BeEmpty();
        Recurring([timeline[0], .. timeline[2..]]).Should().ContainSingle();
    }

    [Fact] // S2.19
    public void Two_types_may_recur_at_once_each_with_its_layers_deepest_first()
    {
        TimelineEntry[] timeline = [At(8, "A", "api"), At(7, "B", "core"), At(6, "A", "web"), At(5, "B", "core"), At(4, "A", "infrastructure"), At(3, "B", null), At(2, "C", "core")];

        var found = Recurring(timeline);

        found.Select(f => f.Subject).Should().Equal("B", "A");
        found[0].Layers.Should().Equal("core");
        found[1].Layers.Should().Equal("infrastructure", "api", "web");
    }

    [Fact] // U29
    public void Recurring_ends_five_minutes_after_its_type_was_last_seen()
    {
        TimelineEntry[] timeline = [At(3, "A"), At(2, "A"), At(0, "A")];

        TimelineRules.Recurring(timeline, Now + TimeSpan.FromMinutes(5).Ticks - 1, Settings).Should().ContainSingle();
        TimelineRules.Recurring(timeline, Now + TimeSpan.FromMinutes(5).Ticks, Settings).Should().BeEmpty();
    }

    [Theory] // S2.20, U30, B21
    [InlineData("infrastructure core service api", "infrastructure core service api")]
    [InlineData("infrastructure core api", "infrastructure core api")] // gaps are fine
    [InlineData("infrastructure service api", "infrastructure service api")]
    [InlineData("core service api", "core service api")]
    [InlineData("api infrastructure core service", "infrastructure core service")] // an unrelated error precedes it
    [InlineData("api api infrastructure core service api", "infrastructure core service api")]
    [InlineData("infrastructure ? core ? ? service", "infrastructure core service")] // unknown ones in between
    [InlineData("infrastructure core service ?", "infrastructure core service")]
    [InlineData("infrastructure core", null)]
    [InlineData("infrastructure infrastructure core api", "infrastructure core api")]
    [InlineData("infrastructure core core service", null)] // the same layer again does not rise
    [InlineData("infrastructure core service api api", null)] // the run does not end at the newest
    [InlineData("api service core infrastructure", null)]
    [InlineData("infrastructure service core api", null)]
    [InlineData("? ? ? ? ?", null)]
    public void A_cascade_is_the_longest_rising_run_that_ends_at_the_newest_known_layer(string layers, string? way)
    {
        var names = layers.Split(' ');
        var timeline = names.Select((layer, i) => At(names.Length - i, "A", layer == "?" ? null : layer)).ToArray();

        var found = TimelineRules.Cascade(timeline, Now, Settings);

        (found is null ? null : string.Join(' ', found.Layers)).Should().Be(way);
        if (found is not null)
        {
            found.Confidence.Should().Be(0.8);
            found.Count.Should().Be(found.Layers.Count);
            found.Subject.Should().Be($"{found.Layers[0]}→{found.Layers[^1]}");
        }
    }

    [Fact] // U30
    public void Errors_of_layers_outside_the_order_use_up_none_of_the_last_five()
    {
        TimelineEntry[] timeline = [At(100, "A", "infrastructure"), At(99, "A", "core"), .. Enumerable.Range(0, 90).Select(i => At(95 - i, "A", "batch")), At(1, "A", "api")];

        TimelineRules.Cascade(timeline, Now, Settings)!.Layers.Should().Equal("infrastructure", "core", "api");
    }

    [Fact] // U30, B21
    public void A_cascade_takes_at_most_five_minutes_both_ends_inclusive()
    {
        TimelineEntry[] timeline = [At(300, "A", "infrastructure"), At(10, "A", "core"), At(0, "A", "api")];

        TimelineRules.Cascade(timeline, Now, Settings).Should().NotBeNull();
        TimelineRules.Cascade([timeline[0] with { Ticks = timeline[0].Ticks - 1 }, .. timeline[1..]], Now, Settings).Should().BeNull();
        TimelineRules.Cascade(timeline, Now + TimeSpan.FromMinutes(5).Ticks, Settings).Should().NotBeNull();
        TimelineRules.Cascade(timeline, Now + TimeSpan.FromMinutes(5).Ticks + 1, Settings).Should().BeNull();
    }

    [Fact] // S2.20
    public void The_order_of_layers_can_be_another_one()
    {
        var settings = Settings with { Order = new LayerOrder(["disk", "engine", "ui"]) };
        TimelineEntry[] timeline = [At(3, "A", "disk"), At(2, "A", "engine"), At(1, "A", "ui")];

        TimelineRules.Cascade(timeline, Now, settings)!.Subject.Should().Be("disk→ui");
        TimelineRules.Cascade(timeline, Now, Settings).Should().BeNull();
    }

    [Fact] // S2.21
    public void Five_errors_within_sixty_seconds_are_a_burst_both_ends_inclusive()
    {
        TimelineEntry[] timeline = [At(60, "A", "core"), At(40, "B", "api"), At(30, "C", null), At(20, "D", "x"), At(0, "E", "core")];

        var found = TimelineRules.Burst(timeline, Now, Settings)!;

        found.Should().BeEquivalentTo(new { Kind = PatternKind.Burst, Subject = "all", Count = 5, Confidence = 0.9, FirstTicks = timeline[0].Ticks, LastTicks = Now });
        found.Layers.Should().Equal("core", "api", "x");
        TimelineRules.Burst(timeline, Now + 1, Settings).Should().BeNull("the first one has left the minute");
        TimelineRules.Burst(timeline.AsSpan(1), Now, Settings).Should().BeNull("four are none");
    }

    [Fact]
    public void Errors_at_one_instant_are_a_burst_and_no_degradation()
    {
        var timeline = Enumerable.Repeat(At(0, "A", "api"), 20).ToArray();

        TimelineRules.Burst(timeline, Now, Settings)!.Count.Should().Be(20);
        TimelineRules.Degradation(timeline, Now, Settings).Should().BeNull();
        TimelineRules.Cascade(timeline, Now, Settings).Should().BeNull();
    }

    [Theory] // S2.22
    [InlineData(2, 3, false)]
    [InlineData(2, 4, true)]
    [InlineData(4, 6, false)]
    [InlineData(4, 7, true)]
    [InlineData(0, 8, false)]
    [InlineData(1, 5, true)]
    public void More_than_one_and_a_half_times_the_errors_of_the_five_minutes_before_is_a_degradation(int older, int recent, bool holds)
    {
        var timeline = Enumerable.Range(0, older).Select(i => At(590 - i, "A", "core")).Concat(Enumerable.Range(0, recent).Select(i => At(290 - i, "B", "api"))).ToArray();

        var found = TimelineRules.Degradation(timeline, Now, Settings);

        (found is not null).Should().Be(holds);
        TimelineRules.Degrades(older, recent, older + recent, Settings).Should().Be(holds);
        found?.Should().BeEquivalentTo(new { Kind = PatternKind.Degradation, Subject = "all", Count = recent, Confidence = 0.7, LastTicks = timeline[^1].Ticks });
        found?.Layers.Should().Equal("api");
    }

    [Fact] // S2.18
    public void Below_six_entries_nothing_degrades_and_entries_of_long_ago_count_for_the_six()
    {
        TimelineEntry[] five = [At(590, "A"), At(4, "A"), At(3, "A"), At(2, "A"), At(1, "A")];

        TimelineRules.Degradation(five, Now, Settings).Should().BeNull();
        TimelineRules.Degradation([At(86_400, "A"), .. five], Now, Settings).Should().NotBeNull();
    }

    [Theory] // U30, B21
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(100)]
    [InlineData(300)]
    public void A_steady_rate_is_no_degradation(int seconds)
    {
        var timeline = Enumerable.Range(0, 700).Select(i => At((699 - i) * seconds, "A")).ToArray();

        for (var count = 1; count <= timeline.Length; count++)
        {
            // From the start of the host on: what was before it is no calm to compare with, so only full windows are looked at.
            if (count * seconds > 600)
            {
                TimelineRules.Degradation(timeline.AsSpan(..count), timeline[count - 1].Ticks, Settings).Should().BeNull();
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3_155_378_975_999_999_999)]
    public void At_either_end_of_time_nothing_overflows(long now)
    {
        TimelineEntry[] timeline = [.. Enumerable.Repeat(new TimelineEntry(now, "A", "core"), 12)];

        TimelineRules.Recurring(timeline, now, Settings).Should().ContainSingle();
        TimelineRules.Cascade(timeline, now, Settings).Should().BeNull();
        TimelineRules.Burst(timeline, now, Settings).Should().NotBeNull();
        TimelineRules.Degradation(timeline, now, Settings).Should().BeNull();
    }

    private static IReadOnlyList<TimelineFinding> Recurring(TimelineEntry[] timeline) => TimelineRules.Recurring(timeline, Now, Settings);

    private static TimelineEntry At(int secondsAgo, string type, string? layer = null) => new(Now - (secondsAgo * TimeSpan.TicksPerSecond), type, layer);
}
