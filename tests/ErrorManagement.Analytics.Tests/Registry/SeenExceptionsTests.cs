using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using ErrorManagement.Analytics.Registry;
using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Registry;

public sealed class SeenExceptionsTests : IDisposable
{
    private static readonly InvalidOperationException Cached = new("cached");
    private readonly ErrorRegistry _registry = new(null, new FakeTimeProvider());

    public void Dispose() => _registry.Dispose();

    [Fact]
    public void The_raw_frames_are_trusted_on_this_runtime() => RawStack.IsTrusted.Should().BeTrue();

    [Fact]
    public void What_was_seen_is_found_until_it_is_taken_back()
    {
        var seen = new SeenExceptions(useRawStack: true);
        var error = new InvalidOperationException();

        seen.IsRepeat(error, site: 1, record: null, out _).Should().BeFalse();
        seen.IsRepeat(error, site: 1, record: null, out _).Should().BeTrue();
        seen.Find(error).Should().BeNull("it was counted in no record");
        seen.Find(new InvalidOperationException()).Should().BeNull();
        seen.Forget(error);

        seen.IsRepeat(error, site: 1, record: null, out _).Should().BeFalse("it was not counted after all");
    }

    [Fact]
    public void One_exception_seen_by_several_catch_blocks_and_loggers_counts_once()
    {
        try
        {
            Outer(new InvalidOperationException("once"));
        }
        catch (InvalidOperationException e)
        {
            _registry.Record(e, "c").Count.Should().Be(1);
            _registry.Record(e, "logger", ErrorSeverity.Critical, new OperationContext { Operation = "late" }).Count.Should().Be(1);
        }

        var record = _registry.GetErrors().Should().ContainSingle().Subject;
        record.Count.Should().Be(1);
        record.Severity.Should().Be(ErrorSeverity.Critical, "a later sight of it may know more");
        record.Context!.Operation.Should().Be("late");
        _registry.GetStatistics().Ledger.Captured.Should().Be(1);
    }

    [Fact]
    public async Task One_exception_that_travels_through_tasks_counts_once()
    {
        try
        {
            await AwaitingAsync(new InvalidOperationException("async"));
        }
        catch (InvalidOperationException e)
        {
            _registry.Record(e, "a");
        }

        _registry.GetErrors().Single().Count.Should().Be(1);
    }

    [Fact]
    public void An_exception_that_is_kept_and_thrown_again_counts_again()
    {
        for (var i = 1; i <= 3; i++)
        {
            try
            {
                Outer(Cached);
            }
            catch (InvalidOperationException e)
            {
                _registry.Record(e, "c").Count.Should().Be(i);
            }
        }
    }

    [Fact]
    public void The_same_object_at_one_call_site_without_a_throw_between_counts_once()
    {
        var exception = ErrorRegistryTests.Thrown(new InvalidOperationException("loop"));
        for (var i = 0; i < 3; i++)
        {
            _registry.Record(exception, "x").Count.Should().Be(1);
        }
    }

    [Fact]
    public void A_rethrow_through_a_dispatch_info_is_the_same_throw()
    {
        var exception = ErrorRegistryTests.Thrown(new InvalidOperationException("edi"));
        _registry.Record(exception, "x");
        try
        {
            ExceptionDispatchInfo.Throw(exception);
        }
        catch (InvalidOperationException e)
        {
            _registry.Record(e, "x").Count.Should().Be(1);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Different_objects_are_never_taken_for_one_another(bool raw)
    {
        var seen = new SeenExceptions(raw);

        Enumerable.Range(0, 20_000).Count(_ => seen.IsRepeat(ErrorRegistryTests.Thrown(new InvalidOperationException()), 1, record: null, out TrackedError? _)).Should().Be(0);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Outer(Exception exception)
    {
        try
        {
            Inner(exception);
        }
        catch (InvalidOperationException e)
        {
            _registry.Record(e, "b");
            throw;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Inner(Exception exception)
    {
        try
        {
            throw exception;
        }
        catch (InvalidOperationException e)
        {
            _registry.Record(e, "a");
            throw;
        }
    }

    private async Task AwaitingAsync(Exception exception)
    {
        try
        {
            await Task.Yield();
            Inner(exception);
        }
        catch (InvalidOperationException e)
        {
            _registry.Record(e, "b");
            throw;
        }
    }
}
