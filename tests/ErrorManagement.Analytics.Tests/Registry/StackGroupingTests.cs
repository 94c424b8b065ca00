using System.Globalization;
using System.Runtime.CompilerServices;
using ErrorManagement.Analytics.Registry;
using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Registry;

public class StackGroupingTests
{
    public static TheoryData<bool> BothWays => new() { true, false };

    [Theory, MemberData(nameof(BothWays))] // D3
    public void Two_places_that_throw_the_same_are_two_records(bool raw)
    {
        using var registry = Make(raw);
        for (var i = 0; i < 10; i++)
        {
            registry.Record(Caught(() => One("failed")), "c");
            registry.Record(Caught(() => Other("failed")), "c");
        }

        registry.GetErrors().Select(r => r.Count).Should().Equal(10, 10);
    }

    [Theory, MemberData(nameof(BothWays))] // D3
    public void One_place_that_throws_a_thousand_messages_with_ids_is_one_record(bool raw)
    {
        using var registry = Make(raw);
        for (var i = 0; i < 1_000; i++)
        {
            var id = i;
            registry.Record(Caught(() => One(string.Create(CultureInfo.InvariantCulture, $"order {id} of user {id * 7919} was not found"))), "c");
        }

        registry.GetErrors().Should().ContainSingle().Which.Count.Should().Be(1_000);
    }

    [Theory, MemberData(nameof(BothWays))]
    public void A_recursion_of_any_depth_is_one_record_and_makes_few_keys(bool raw)
    {
        var recorder = MakeRecorder(raw);
        for (var depth = 1; depth <= 500; depth++)
        {
            recorder.Record(Incidents.Of(CaughtDive(depth), "c")).Count.Should().Be(depth);
        }

        recorder.State.Keys.Count.Should().BeLessThanOrEqualTo(8);
        Finish(recorder).Store.Count.Should().Be(1);
    }

    [Theory, MemberData(nameof(BothWays))]
    public void A_recursion_that_goes_ever_new_ways_makes_a_bounded_number_of_keys_and_loses_no_count(bool raw)
    {
        const int throws = 5_000;
        var recorder = MakeRecorder(raw);
        var random = new Random(17);
        var recorded = 0L;
        for (var i = 0; i < throws; i++)
        {
            var seed = random.Next();
            recorded += recorder.Record(Incidents.Of(Caught(() => Parse(30, new Random(seed))), "c")).Id.IsNone ? 0 : 1;
            if (i % 50 == 0)
            {
                Finish(recorder);
            }
        }

        var state = Finish(recorder);
        recorded.Should().Be(throws);
        state.Store.All.Sum(r => r.Count).Should().Be(throws);
        state.DroppedBy(DropReason.QueueFull).Should().Be(0);
        state.Store.Count.Should().BeLessThanOrEqualTo(4 * ErrorFamily.FreeKeys);
        state.Keys.Count.Should().BeLessThanOrEqualTo(4 * ErrorFamily.FreeKeys * 3);
        state.Families.Count.Should().Be(1);
    }

    [Theory, MemberData(nameof(BothWays))] // D4, 0070
    public void New_stacks_of_a_known_error_that_find_no_place_to_wait_are_counted_in_its_record(bool raw)
    {
        var recorder = MakeRecorder(raw, queue: 1);
        recorder.Stop();
        recorder.Record(Incidents.Of(Caught(() => One("failed")), "c"));
        Finish(recorder);
        recorder.Record(Incidents.Of(Caught(() => One("something else")), "c"));

        var recorded = recorder.Record(Incidents.Of(Caught(() => Other("failed")), "c"));

        recorded.Count.Should().Be(2);
        recorded.IsNew.Should().BeFalse();
        var state = recorder.Lock();
        state.DroppedBy(DropReason.QueueFull).Should().Be(1, "its details are lost");
        state.EndedOf(ErrorSeverity.Error).Should().Be(0, "and it is counted with a record");
        state.Gate.Exit();
        Finish(recorder);

        recorder.Record(Incidents.Of(Caught(() => Other("failed")), "c")).IsNew.Should().BeTrue("now there is a place");
    }

    [Fact] // a full queue and a family without a record
    public void An_error_without_its_like_that_finds_no_place_is_counted_without_a_record()
    {
        var recorder = MakeRecorder(raw: true, queue: 1);
        recorder.Stop();
        recorder.Record(Incidents.Of(Caught(() => One("failed")), "c"));

        recorder.Record(Incidents.Of(Caught(() => One("something else")), "c")).Id.IsNone.Should().BeTrue();

        recorder.State.DroppedBy(DropReason.QueueFull).Should().Be(1);
    }

    [Fact]
    public void Families_go_with_their_records()
    {
        var recorder = MakeRecorder(raw: true, capacity: 4);
        for (var i = 0; i < 100; i++)
        {
            var name = ErrorRegistryBoundsTests.Words(i);
            recorder.Record(Incidents.Of(Caught(() => One(name)), "c"));
            recorder.Record(Incidents.Of(Caught(() => Other(name)), "c"));
            Finish(recorder);
        }

        recorder.State.Families.Count.Should().BeLessThanOrEqualTo(4);
        recorder.State.Store.Count.Should().Be(4);
    }

    [Theory, MemberData(nameof(BothWays))] // D8: a breaker asks while the exception is on its way
    public void An_error_asked_for_before_it_has_all_its_frames_is_found(bool raw)
    {
        using var registry = Make(raw);
        registry.Record(Caught(() => Outer(() => One("failed"), _ => { })), "c");
        var known = registry.GetErrors().Single().Id;
        ErrorId early = default;

        Caught(() => Outer(() => One("failed"), e => early = registry.Identify(e, "c")));

        registry.Find(early)!.Id.Should().Be(known);
    }

    [Theory, MemberData(nameof(BothWays))]
    public void Of_two_errors_that_differ_in_their_stacks_the_one_that_began_the_same_is_found(bool raw)
    {
        using var registry = Make(raw);
        Action fails = () => One("failed");
        var one = registry.Record(Caught(() => Outer(fails, _ => { })), "c").Id;
        registry.Record(Caught(() => Outer(() => Other("failed"), _ => { })), "c");
        ErrorId early = default;

        Caught(() => Outer(fails, e => early = registry.Identify(e, "c")));
        var never = registry.Identify(new InvalidOperationException("failed"), "c");

        early.Should().Be(one);
        never.IsNone.Should().BeTrue("it began like neither");
    }

    [Fact]
    public void Without_stacks_two_places_are_one_record()
    {
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { CaptureStackTraces = false }, new FakeTimeProvider());
        registry.Record(Caught(() => One("failed")), "c");

        registry.Record(Caught(() => Other("failed")), "c").Count.Should().Be(2);
    }

    [Fact] // threads, variants and a worker at once: nothing is lost
    public async Task Counts_are_exact_while_methods_are_compiled_anew()
    {
        using var registry = new ErrorRegistry();
        var perThread = RecordingVolume.Or(20_000);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < perThread; i++)
            {
                var number = i;
                registry.Record(thread % 2 == 0 ? Caught(() => Warm(number)) : Caught(() => Parse(4, new Random(number))), "c");
            }
        })));

        var statistics = registry.GetStatistics();
        statistics.TotalCount.Should().Be(4L * perThread);
        registry.GetErrors().Sum(r => r.Count).Should().Be(4L * perThread);
        ErrorRegistryTests.Balance(statistics).Should().Be(4L * perThread);
    }

    private static ErrorRegistry Make(bool raw) => new(new ErrorRegistryOptions { UseRuntimeStacks = raw }, new FakeTimeProvider());

    private static ErrorRecorder MakeRecorder(bool raw, int queue = 1_000, int capacity = 10_000) =>
        new(new ErrorRegistryOptions { UseRuntimeStacks = raw, QueueCapacity = queue, Capacity = capacity }, new RegistryClock(new FakeTimeProvider()), null, null);

    private static RegistryState Finish(ErrorRecorder recorder)
    {
        var state = recorder.DrainAndLock();
        state.Gate.Exit();
        return state;
    }

    // Not optimised later: a compiler that changes its mind on the way makes another stack, which is another test's matter.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.NoOptimization)]
    private static InvalidOperationException CaughtDive(int depth)
    {
        try
        {
            Dive(depth);
        }
        catch (InvalidOperationException e)
        {
            return e;
        }

        throw new InvalidOperationException("It did not throw.");
    }

    private static Exception Caught(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e)
        {
            return e;
        }

        throw new InvalidOperationException("nothing was thrown");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Outer(Action action, Action<Exception> early)
    {
        try
        {
            Inner(action);
        }
        catch (Exception e)
        {
            early(e);
            throw;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Inner(Action action) => action();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void One(string message) => throw new InvalidOperationException(message);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Other(string message) => throw new InvalidOperationException(message);

    private static void Warm(int number) => Check(number % 3 == 5 ? "" : "warm");

    private static void Check(string value) => throw new TimeoutException(value);

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.NoOptimization)]
    private static void Dive(int depth)
    {
        if (depth == 0)
        {
            throw new InvalidOperationException("too deep");
        }

        Dive(depth - 1);
        GC.KeepAlive(null);
    }

    /// <summary>As a parser descends: through expressions, terms and factors in ever new orders.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Parse(int left, Random random)
    {
        Next(left, random);
        GC.KeepAlive(null);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Term(int left, Random random)
    {
        Next(left, random);
        GC.KeepAlive(null);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Factor(int left, Random random)
    {
        Next(left, random);
        GC.KeepAlive(null);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Next(int left, Random random)
    {
        if (left == 0)
        {
            throw new FormatException("unexpected end");
        }

        switch (random.Next(3))
        {
            case 0:
                Parse(left - 1, random);
                break;
            case 1:
                Term(left - 1, random);
                break;
            default:
                Factor(left - 1, random);
                break;
        }

        GC.KeepAlive(null);
    }
}
