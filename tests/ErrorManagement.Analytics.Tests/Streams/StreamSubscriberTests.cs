using ErrorManagement.Analytics.Streams;

namespace ErrorManagement.Analytics.Tests.Streams;

public sealed class StreamSubscriberTests
{
    [Fact] // a reader that came while the pump was at work could get an error, or a loss, before its first event
    public void What_is_told_before_the_first_event_is_not_for_this_reader()
    {
        var subscriber = new StreamSubscriber(new ErrorStreamRequest(), 10);

        subscriber.Write(new StreamEvent("error", "{}"));
        subscriber.Miss(3);
        subscriber.Greet(new StreamEvent("status", "{}"));
        subscriber.Write(new StreamEvent("error", "{}"));
        subscriber.Miss(2);

        subscriber.Events.TryRead(out var first).Should().BeTrue();
        first!.Event.Should().Be("status");
        subscriber.Events.TryRead(out var next).Should().BeTrue();
        next!.Event.Should().Be("error");
        subscriber.Events.TryRead(out _).Should().BeFalse();
        subscriber.TakeDropped().Should().Be(2);
    }

    [Fact]
    public void All_that_it_lost_adds_up()
    {
        var subscriber = new StreamSubscriber(new ErrorStreamRequest(), 1);
        subscriber.Greet(new StreamEvent("status", "{}"));
        subscriber.Write(new StreamEvent("error", "{}"));
        subscriber.TakeDropped().Should().Be(1);
        subscriber.Miss(4);

        subscriber.TakeDropped().Should().Be(4);
        subscriber.TotalDropped.Should().Be(5);
    }
}
