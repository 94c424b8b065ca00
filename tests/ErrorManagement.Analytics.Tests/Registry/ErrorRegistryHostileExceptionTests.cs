using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Reflection.Emit;
using System.Text.Json;
using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Registry;

/// <summary>Exceptions that no host would write on purpose: each is counted once, described within bounds, and hurts nobody.</summary>
public sealed class ErrorRegistryHostileExceptionTests : IDisposable
{
    private const int LongestShown = 1_000_000; // characters of one record in all: far above what an honest one has

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60); // for what would never end
    private static readonly Dictionary<string, Func<Exception>> Cases = new(StringComparer.Ordinal)
    {
        ["a message getter that throws"] = () => new ScriptedException(() => throw new InvalidOperationException("no message")),
        ["a message getter that throws what nobody survives"] = () => new ScriptedException(() => throw new InsufficientExecutionStackException()),
        ["a message getter that throws itself"] = ThrowsItself,
        ["a message that is null"] = () => new ScriptedException(() => null!),
        ["a message that differs each time"] = Varying,
        ["an empty message"] = () => new ScriptedException(() => ""),
        ["a message of 10 MB"] = () => new InvalidOperationException(new string('x', 10_000_000)),
        ["a message of 10 MB of digits"] = () => new InvalidOperationException(new string('7', 10_000_000)),
        ["a message of 10 MB of quotes"] = () => new InvalidOperationException(new string('\'', 10_000_000)),
        ["a message of 10 MB of slashes"] = () => new InvalidOperationException(string.Concat(Enumerable.Repeat("/a", 5_000_000))),
        ["a message of 10 MB that looks like secrets"] = () => new InvalidOperationException(string.Concat(Enumerable.Repeat("password=", 1_000_000))),
        ["a message of lone surrogates and nulls"] = () => new InvalidOperationException("\ud800\0\udc00\uffff\ud800"),
        ["an inner chain of 10,000"] = () => Nest(10_000, static (i, inner) => new InvalidOperationException($"level {i}", inner)),
        ["an inner chain of 10,000 aggregates of one"] = () => Nest(10_000, static (_, inner) => inner is null ? new TimeoutException() : new AggregateException(inner)),
        ["an inner chain of 10,000 with 10 KB each"] = () => Nest(10_000, static (i, inner) => new InvalidOperationException(LongText, inner)),
        ["an inner chain that ends in itself"] = Cyclic,
        ["an aggregate of 10,000"] = () => new AggregateException(Enumerable.Range(0, 10_000).Select(static i => new InvalidOperationException($"part {i}"))),
        ["an aggregate of none"] = () => new AggregateException(),
        ["aggregates that share branches, 2^30 paths"] = () => Nest(30, static (i, inner) => inner is null ? new TimeoutException() : new AggregateException(inner, inner)),
        ["aggregates that share branches below an error"] = () => new InvalidOperationException("above", Nest(30, static (i, inner) => inner is null ? new TimeoutException() : new AggregateException(inner, inner))),
        ["data that holds itself"] = WithCyclicData,
        ["a data getter that throws"] = () => new ScriptedException(static () => "data") { Fails = true },
#pragma warning disable CA2201 // whoever catches one of the runtime's own records it like any other
        ["out of memory"] = () => new OutOfMemoryException(),
        ["stack overflow"] = () => new StackOverflowException(),
        ["access violation"] = () => new AccessViolationException(),
#pragma warning restore CA2201
        ["thread interrupted"] = () => new ThreadInterruptedException(),
        ["no exception of ours: a type load"] = () => new TypeLoadException(),
        ["a reflection type load without its exceptions"] = () => new ReflectionTypeLoadException(null, null),
        ["an invocation around nothing"] = () => new TargetInvocationException(null),
        ["a type with generic arguments nested 40 deep"] = () => (Exception)Activator.CreateInstance(Enumerable.Range(0, 40).Aggregate(typeof(int), static (t, _) => typeof(Generic<>).MakeGenericType(t)))!,
        ["a type with two generic arguments nested 12 deep"] = () => (Exception)Activator.CreateInstance(Enumerable.Range(0, 12).Aggregate(typeof(int), static (t, _) => typeof(Pair<,>).MakeGenericType(t, t)))!,
        ["a type made at run time, with an odd name"] = () => (Exception)Activator.CreateInstance(Emitted("odd\n|`[,]<name>"))!,
        ["a type made at run time, with a name of 1,000 characters"] = () => (Exception)Activator.CreateInstance(Emitted(new string('N', 1_000)))!,
    };

    private static readonly string LongText = new('y', 10_000);

    private readonly FakeTimeProvider _time = new();
    private readonly ErrorRegistry _registry;

    public ErrorRegistryHostileExceptionTests() => _registry = new ErrorRegistry(null, _time);

    public static TheoryData<string, bool> Names
    {
        get
        {
            var names = new TheoryData<string, bool>();
            foreach (var name in Cases.Keys)
            {
                names.Add(name, false);
                names.Add(name, true);
            }

            return names;
        }
    }

    public void Dispose() => _registry.Dispose();

    [Theory] // D5, D4
    [MemberData(nameof(Names))]
    public async Task It_is_counted_and_described_within_bounds(string name, bool thrown)
    {
        var exception = thrown ? ErrorRegistryTests.Thrown(Cases[name]()) : Cases[name]();

        // A thread of its own, with a stack as small as hosts have: what recurses as deep as the exception is ends the process.
        var recorded = await OnASmallStack(() => _registry.Record(exception, "hostile")).WaitAsync(Patience);

        recorded.Count.Should().Be(1);
        await OnASmallStack(() => _registry.FlushAsync().AsTask().IsCompletedSuccessfully).WaitAsync(Patience);
        var statistics = _registry.GetStatistics();
        statistics.TotalCount.Should().Be(1);
        ErrorRegistryTests.Balance(statistics).Should().Be(1);
        statistics.Ledger.Dropped.Should().BeEmpty();
        var record = _registry.GetErrors().Should().ContainSingle().Subject;
        LengthOf(record).Should().BeLessThan(LongestShown);
        (await ExportAsync()).Should().BeGreaterThan(0);
    }

    [Theory] // D4: the same again is known, however odd it is
    [InlineData("a message getter that throws")]
    [InlineData("a message of 10 MB of digits")]
    [InlineData("an inner chain of 10,000")]
    [InlineData("an aggregate of 10,000")]
    [InlineData("aggregates that share branches, 2^30 paths")]
    [InlineData("a message that is null")]
    public void Its_second_occurrence_is_no_new_error(string name)
    {
        _registry.Record(ErrorRegistryTests.Thrown(Cases[name]()), "hostile").IsNew.Should().BeTrue();
        var second = _registry.Record(ErrorRegistryTests.Thrown(Cases[name]()), "hostile");

        second.IsNew.Should().BeFalse();
        _registry.GetErrors().Should().ContainSingle().Which.Count.Should().Be(2);
    }

    [Fact] // re-entrancy
    public void A_message_getter_that_records_in_turn_is_counted_as_such()
    {
        var depth = 0;
        var inTurn = default(RecordedError);
        var exception = new ScriptedException(() =>
        {
            depth++;
            inTurn = _registry.Record(new InvalidOperationException("from within"), "inner");
            depth--;
            return "outer";
        });

        _registry.Record(ErrorRegistryTests.Thrown(exception), "outer").Count.Should().Be(1);

        depth.Should().Be(0);
        inTurn.Should().Be(RecordedError.None);
        var statistics = _registry.GetStatistics();
        statistics.TotalCount.Should().Be(1);
        statistics.Ledger.Dropped.Should().ContainKey(DropReason.Reentrant);
        ErrorRegistryTests.Balance(statistics).Should().Be(1 + statistics.Ledger.Dropped[DropReason.Reentrant]);
    }

    [Fact] // D5: whoever waits for a message of its own making waits alone
    public async Task A_message_getter_that_hangs_holds_up_its_own_thread_only()
    {
        using var entered = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        var hanging = OnASmallStack(() => _registry.Record(new ScriptedException(() =>
        {
            entered.Set();
            release.Wait();
            return "at last";
        }), "slow"));
        entered.Wait();

        _registry.Record(new InvalidOperationException("other"), "quick").Count.Should().Be(1);
        await _registry.FlushAsync();
        _registry.GetStatistics().TotalCount.Should().Be(1);

        release.Set();
        (await hanging).Count.Should().Be(1);
        _registry.GetErrors().Should().HaveCount(2);
    }

    [Fact] // D5: the host's exception leaves as it came
    public void Recording_changes_nothing_of_the_exception()
    {
        var exception = ErrorRegistryTests.Thrown(new InvalidOperationException("mine", new TimeoutException()) { HelpLink = "help", Source = "source" });
        exception.Data["key"] = "value";
        var (message, stack, result, text) = (exception.Message, exception.StackTrace, exception.HResult, exception.ToString());

        _registry.Record(exception, "x");
        _registry.GetErrors();

        (exception.Message, exception.StackTrace, exception.HResult, exception.ToString()).Should().Be((message, stack, result, text));
        exception.Data.Keys.Cast<object>().Should().Equal("key");
    }

    [Fact] // the issue: nothing unbounded is kept of a huge message
    public void A_huge_message_is_cut_in_the_record_and_in_its_examples()
    {
        _registry.Record(ErrorRegistryTests.Thrown(Cases["a message of 10 MB"]()), "x");

        var record = _registry.GetErrors().Should().ContainSingle().Subject;
        record.Message.Length.Should().BeLessThanOrEqualTo(ErrorRegistryOptions.DefaultMaxMessageLength);
        record.Template.Length.Should().BeLessThanOrEqualTo(ErrorRegistryOptions.DefaultMaxMessageLength);
        record.Occurrences.Should().OnlyContain(o => o.Message.Length <= ErrorRegistryOptions.DefaultMaxMessageLength);
        record.Exceptions.Should().OnlyContain(e => e.Message.Length <= ErrorRegistryOptions.DefaultMaxMessageLength);
    }

    [Theory] // S0.77
    [InlineData("out of memory")]
    [InlineData("stack overflow")]
    [InlineData("access violation")]
    public void What_ends_processes_is_critical(string name)
    {
        _registry.Record(Cases[name](), "x");

        _registry.GetErrors().Should().ContainSingle().Which.Severity.Should().Be(ErrorSeverity.Critical);
    }

    [Fact] // S0.78
    public void An_exception_that_was_never_thrown_has_no_stack()
    {
        _registry.Record(new InvalidOperationException("made"), "x");

        _registry.GetErrors().Should().ContainSingle().Which.StackTrace.Should().BeNull();
    }

    private static Task<T> OnASmallStack<T>(Func<T> function)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            try
            {
                result.SetResult(function());
            }
            catch (Exception e)
            {
                result.SetException(e);
            }
        }, 256 * 1024)
        { IsBackground = true }.Start();
        return result.Task;
    }

    private static long LengthOf(ErrorRecord record) =>
        record.Message.Length + record.Template.Length + (record.StackTrace?.Length ?? 0) + (record.RootCause?.Length ?? 0) + record.ErrorType.Length
        + record.Exceptions.Sum(static e => (long)e.Message.Length + e.ErrorType.Length + (e.StackTrace?.Length ?? 0))
        + record.Occurrences.Sum(static o => (long)o.Message.Length);

    private async Task<long> ExportAsync()
    {
        using var stream = new MemoryStream();
        await _registry.ExportAsync(stream, ErrorExportFormat.Json);
        stream.Position = 0;
        using var document = await JsonDocument.ParseAsync(stream);
        document.RootElement.GetProperty("errors").GetArrayLength().Should().Be(1);
        return stream.Length;
    }

    private static Exception Nest(int levels, Func<int, Exception?, Exception> make)
    {
        Exception? inner = null;
        for (var level = 0; level < levels; level++)
        {
            inner = make(level, inner);
        }

        return inner!;
    }

    private static ScriptedException ThrowsItself()
    {
        ScriptedException? self = null;
        self = new ScriptedException(() => throw self!);
        return self;
    }

    private static ScriptedException Varying()
    {
        var times = 0;
        return new ScriptedException(() => $"asked {++times} times");
    }

    private static InvalidOperationException Cyclic()
    {
        var first = new InvalidOperationException("first", new TimeoutException("second"));
        typeof(Exception).GetField("_innerException", BindingFlags.Instance | BindingFlags.NonPublic)!.SetValue(first.InnerException, first);
        return first;
    }

    private static InvalidOperationException WithCyclicData()
    {
        var exception = new InvalidOperationException("data");
        exception.Data["self"] = exception.Data;
        exception.Data["exception"] = exception;
        return exception;
    }

    [SuppressMessage("Trimming", "IL3050", Justification = "Tests are not trimmed.")]
    private static Type Emitted(string name)
    {
        var module = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("made-at-run-time"), AssemblyBuilderAccess.RunAndCollect).DefineDynamicModule("m");
        return module.DefineType(name, TypeAttributes.Public, typeof(Exception)).CreateType();
    }

    private sealed class ScriptedException(Func<string> message) : Exception
    {
        public bool Fails { get; init; }

        public override string Message => message();

        public override IDictionary Data => Fails ? throw new InvalidOperationException("no data") : base.Data;

        public override string? StackTrace => Fails ? throw new InvalidOperationException("no stack") : base.StackTrace;

        public override string? Source => Fails ? throw new InvalidOperationException("no source") : base.Source;

        public override Exception GetBaseException() => throw new InvalidOperationException("no base");

        public override string ToString() => throw new InvalidOperationException("no text");

        public override int GetHashCode() => throw new InvalidOperationException("no hash");

        public override bool Equals(object? obj) => throw new InvalidOperationException("no equality");
    }

    private sealed class Generic<T> : Exception
    {
        public T? Value { get; init; }
    }

    private sealed class Pair<TFirst, TSecond> : Exception
    {
        public TFirst? First { get; init; }

        public TSecond? Second { get; init; }
    }
}
