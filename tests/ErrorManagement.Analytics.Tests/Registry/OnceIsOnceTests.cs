using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Registry;

/// <summary>One throw counts once, whoever sees it; a new throw of the same object counts again. With the runtime's own frames and without.</summary>
public sealed class OnceIsOnceTests
{
    public static TheoryData<bool> BothWays => new() { true, false };

    [Theory, MemberData(nameof(BothWays))] // B: the same exception reported twice
    public void All_observers_of_one_exception_count_it_once_and_all_are_noted(bool raw)
    {
        using var registry = Make(raw);
        var exception = ErrorRegistryTests.Thrown(new InvalidOperationException("once"));
        registry.Record(exception, "c");
        ErrorSources[] observers = [ErrorSources.Logger, ErrorSources.Unhandled, ErrorSources.UnobservedTask, ErrorSources.Resilience];
        foreach (var source in observers)
        {
            registry.Record(Sight("x", exception, source));
        }

        var record = registry.GetErrors().Should().ContainSingle().Subject;
        record.Count.Should().Be(1);
        record.Sources.Should().Be(observers.Aggregate(ErrorSources.Catch, (all, source) => all | source));
    }

    [Theory, MemberData(nameof(BothWays))] // U27
    public void A_log_that_repeats_an_exception_does_not_take_the_place_of_the_context_that_the_catch_block_gave(bool raw)
    {
        using var registry = Make(raw);
        var exception = ErrorRegistryTests.Thrown(new InvalidOperationException("once"));
        registry.Record(exception, "c", null, new OperationContext { Operation = "charge" });
        registry.Record(Sight("log", exception, ErrorSources.Logger) with { Context = new OperationContext { Operation = "GET /pay" } });
        var other = ErrorRegistryTests.Thrown(new InvalidOperationException("logged first"));
        registry.Record(Sight("c", other, ErrorSources.Logger) with { Context = new OperationContext { Operation = "GET /pay" } });
        registry.Record(other, "c", null, new OperationContext { Operation = "charge" });

        registry.GetErrors().Should().HaveCount(2).And.OnlyContain(record => record.Count == 1 && record.Context!.Operation == "charge");
    }

    [Theory, MemberData(nameof(BothWays))]
    public void Threads_that_see_one_exception_at_once_count_it_once(bool raw)
    {
        using var registry = Make(raw);
        var exceptions = Enumerable.Range(0, 200).Select(_ => (Exception)ErrorRegistryTests.Thrown(new InvalidOperationException("shared"))).ToArray();
        Parallel.For(0, 4, observer =>
        {
            foreach (var exception in exceptions)
            {
                registry.Record(Sight("observer" + observer, exception, ErrorSources.Catch));
            }
        });

        registry.GetStatistics().TotalCount.Should().Be(exceptions.Length);
    }

    [Theory, MemberData(nameof(BothWays))]
    public void Hundreds_of_exceptions_under_way_at_once_are_each_told_from_the_others(bool raw)
    {
        using var registry = Make(raw);
        var exceptions = Enumerable.Range(0, 300).Select(_ => (Exception)ErrorRegistryTests.Thrown(new InvalidOperationException("burst"))).ToArray();
        Array.ForEach(exceptions, exception => registry.Record(exception, "first"));
        Array.ForEach(exceptions, exception => registry.Record(exception, "second"));

        registry.GetStatistics().TotalCount.Should().Be(exceptions.Length);
    }

    [Theory, MemberData(nameof(BothWays))]
    public void A_recursion_that_records_and_rethrows_at_one_place_counts_once(bool raw)
    {
        using var registry = Make(raw);
        FluentActions.Invoking(() => Recurse(registry, 12)).Should().Throw<InvalidOperationException>();

        registry.GetErrors().Should().ContainSingle().Which.Count.Should().Be(1);
    }

    [Theory, MemberData(nameof(BothWays))]
    public async Task Awaiting_on_other_threads_and_throwing_on_by_dispatch_info_is_the_same_throw(bool raw)
    {
        using var registry = Make(raw);
        Exception? last = null;
        try
        {
            await AwaitAsync(registry, 6);
        }
        catch (InvalidOperationException e)
        {
            last = e;
        }

        var thread = new Thread(() => registry.Record(Caught(() => ExceptionDispatchInfo.Throw(last!)), "thread"));
        thread.Start();
        thread.Join();

        registry.GetErrors().Should().ContainSingle().Which.Count.Should().Be(1);
    }

    [Theory, MemberData(nameof(BothWays))]
    public void A_cached_exception_counts_at_each_throw_also_when_it_is_seen_twice_each_time(bool raw)
    {
        using var registry = Make(raw);
        var cached = new InvalidOperationException("cached");
        for (var i = 1; i <= 5; i++)
        {
            try
            {
                Throw(cached);
            }
            catch (InvalidOperationException e)
            {
                registry.Record(e, "c").Count.Should().Be(i);
                registry.Record(Sight("log", e, ErrorSources.Logger));
            }
        }

        registry.GetStatistics().TotalCount.Should().Be(5);
    }

    [Theory, MemberData(nameof(BothWays))]
    public void A_cached_exception_thrown_elsewhere_counts_again(bool raw)
    {
        using var registry = Make(raw);
        var cached = new InvalidOperationException("cached");
        for (var i = 0; i < 3; i++)
        {
            registry.Record(Caught(() => Throw(cached)), "a");
            registry.Record(Caught(() => ThrowDeeper(cached)), "b");
        }

        registry.GetStatistics().TotalCount.Should().Be(6);
    }

    [Fact]
    public void A_cached_exception_thrown_by_the_same_method_farther_away_counts_again()
    {
        using var registry = Make(raw: true);
        var cached = new InvalidOperationException("cached");
        registry.Record(Caught(() => Throw(cached)), "a");
        registry.Record(Caught(() => Pass(() => Throw(cached))), "a");
        registry.GetStatistics().TotalCount.Should().Be(2, "its list of frames is a new one that has not outgrown the first");
    }

    [Theory, MemberData(nameof(BothWays))]
    public void An_exception_that_was_never_thrown_counts_once_wherever_it_is_recorded(bool raw)
    {
        using var registry = Make(raw);
        var exception = new InvalidOperationException("made, not thrown");
        for (var i = 0; i < 3; i++)
        {
            registry.Record(exception, "a");
        }

        registry.Record(exception, "b");
        registry.Record(Caught(() => Throw(exception)), "c");

        registry.GetErrors().Should().ContainSingle().Which.Count.Should().Be(1);
    }

    [Theory, MemberData(nameof(BothWays))]
    public void An_aggregate_of_one_is_the_exception_in_it(bool raw)
    {
        using var registry = Make(raw);
        var exception = ErrorRegistryTests.Thrown(new InvalidOperationException("in a task"));
        registry.Record(exception, "c");
        registry.Record(Sight("tasks", new AggregateException(exception), ErrorSources.UnobservedTask));

        var record = registry.GetErrors().Should().ContainSingle().Subject;
        record.Count.Should().Be(1);
        record.ErrorType.Should().Be(typeof(InvalidOperationException).FullName);
        record.Sources.Should().Be(ErrorSources.Catch | ErrorSources.UnobservedTask);
    }

    private static ErrorOccurrence Sight(string component, Exception exception, ErrorSources source) =>
        new(component, "not asked for", "not asked for") { Exception = exception, Source = source };

    private static ErrorRegistry Make(bool raw) => new(new ErrorRegistryOptions { UseRuntimeStacks = raw }, new FakeTimeProvider());

    private static InvalidOperationException Caught(Action action)
    {
        try
        {
            action();
        }
        catch (InvalidOperationException e)
        {
            return e;
        }

        throw new NotSupportedException("It did not throw.");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Throw(Exception exception) => throw exception;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowDeeper(Exception exception)
    {
        if (exception.Message.Length > 0)
        {
            throw exception;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Pass(Action action) => action();

    private static void Recurse(ErrorRegistry registry, int depth)
    {
        try
        {
            if (depth == 0)
            {
                throw new InvalidOperationException("deep");
            }

            Recurse(registry, depth - 1);
        }
        catch (InvalidOperationException e)
        {
            registry.Record(e, "level");
            throw;
        }
    }

    private static async Task AwaitAsync(ErrorRegistry registry, int depth)
    {
        try
        {
            await Task.Yield();
            if (depth == 0)
            {
                throw new InvalidOperationException("async");
            }

            await Task.Run(() => AwaitAsync(registry, depth - 1));
        }
        catch (InvalidOperationException e)
        {
            registry.Record(e, "level");
            throw;
        }
    }
}
