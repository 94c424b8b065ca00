using System.Globalization;
using ErrorManagement.Analytics.Grouping;
using ErrorManagement.Analytics.Registry;
using ErrorManagement.Analytics.Scrubbing;
using ErrorManagement.Analytics.Series;
using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Registry;

public sealed class ErrorKeysTests : IDisposable
{
    private readonly ErrorRegistry _registry = new(null, new FakeTimeProvider());
    private readonly SecretScrubber _scrubber = new(new ScrubbingOptions());

    public void Dispose() => _registry.Dispose();

    [Fact] // D3
    public void An_error_whose_messages_never_have_the_same_key_is_one_record_all_the_same()
    {
        for (var i = 0; i < 500; i++)
        {
            _registry.Record(new TimeoutException(string.Create(CultureInfo.InvariantCulture, $"user{i}@example.com took {i}.{i} s")), "mail");
        }

        _registry.GetErrors().Should().ContainSingle().Which.Count.Should().Be(500);
    }

    [Fact]
    public void A_record_takes_a_bounded_number_of_near_keys_and_none_when_it_has_ended()
    {
        var record = Track();
        Enumerable.Range(1, 100).Count(key => record.TryAddNear((ulong)key)).Should().Be(32);
        record.HasRoomForNear.Should().BeFalse();
        record.GetNears().Should().HaveCount(32);

        var ended = Track();
        ended.Close();
        ended.TryAddNear(1).Should().BeFalse();
    }

    [Fact]
    public void Errors_of_one_near_key_have_one_key_of_their_own_and_different_ones_neither()
    {
        var known = KeysOf(new InvalidOperationException("order 17 was not found"), "a");
        var same = KeysOf(new InvalidOperationException("order 42 was not found"), "a");
        same.Near.Should().Be(known.Near).And.NotBe(0);
        same.Own.Should().Be(known.Own).And.NotBe(known.Near);

        foreach (var (exception, component) in new (Exception, string)[]
        {
            (new InvalidOperationException("order 17 was not found"), "b"),
            (new TimeoutException("order 17 was not found"), "a"),
            (new InvalidOperationException("order 17 was not found") { HResult = 7 }, "a"),
            (new InvalidOperationException("order 17 was not found", new TimeoutException()), "a"),
            (new InvalidOperationException("order 17 was found"), "a"),
        })
        {
            var other = KeysOf(exception, component);
            other.Near.Should().NotBe(known.Near);
            other.Own.Should().NotBe(known.Own);
        }
    }

    [Theory]
    [InlineData("the disk is full, ", 4_000)] // code that is not optimised yet boxes a little
    [InlineData("x", 400_000)] // one word without end might be a token: as much as is kept of it is looked at closely
    public void A_message_of_ten_megabytes_is_neither_copied_nor_read_to_its_end(string piece, long mostAllocated)
    {
        var exception = new HugeException(string.Concat(Enumerable.Repeat(piece, 5_000_000 / piece.Length)));
        for (var i = 0; i < 9; i++)
        {
            _registry.Record(new HugeException(exception.Message), "c");
        }

        var next = new HugeException(exception.Message);
        _registry.Record(new HugeException(exception.Message), "c");
        var before = GC.GetAllocatedBytesForCurrentThread();
        var recorded = _registry.Record(next, "c");
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        recorded.Count.Should().Be(11);
        allocated.Should().BeLessThanOrEqualTo(mostAllocated);

        _registry.GetErrors().Should().ContainSingle().Which.Template.Length.Should().Be(MessageMask.MaxLength);
    }

    private ErrorKeys KeysOf(Exception exception, string component)
    {
        var thread = RecordingThread.Current;
        var incident = new Incident { Exception = exception, Component = component, Source = ErrorSources.Catch };
        var message = thread.Clean(exception.Message, _scrubber, out var key);
        return new ErrorKeys(in incident, thread, message, key, 0);
    }

    private static TrackedError Track()
    {
        var now = new RegistryClock(new FakeTimeProvider()).Read();
        return new TrackedError(1, "c", "t", new SeriesBook(), null, 8, now) { DefaultSeverity = ErrorSeverity.Error, Category = default, Code = default, Identity = null };
    }

    private sealed class HugeException(string message) : Exception(message);
}
