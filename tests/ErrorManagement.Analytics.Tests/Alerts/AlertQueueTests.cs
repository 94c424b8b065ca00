using ErrorManagement.Analytics.Alerts;

namespace ErrorManagement.Analytics.Tests.Alerts;

public sealed class AlertQueueTests
{
    private readonly AlertQueue _queue = new();

    [Fact]
    public void When_too_many_wait_the_least_severe_goes_and_of_those_the_oldest()
    {
        _queue.Enqueue(Notice("worst", ErrorSeverity.Critical), 3);
        _queue.Enqueue(Notice("b"), 3);
        _queue.Enqueue(Notice("c"), 3);
        _queue.Enqueue(Notice("d", ErrorSeverity.Error), 3);
        _queue.Enqueue(Notice("e", ErrorSeverity.Info), 3);

        TakeAll().Should().Equal("worst", "c", "d");
        _queue.Dropped(AlertDropReason.QueueFull).Should().Be(2);
        _queue.Lost.Should().Be(2);
    }

    [Fact]
    public void That_an_alert_is_over_is_never_lost_to_those_who_were_told_that_it_fires()
    {
        _queue.Enqueue(Notice("told"), 1);
        _queue.Succeeded(_queue.Take()!);
        _queue.Enqueue(Notice("told", state: AlertState.Resolved), 1);
        _queue.Enqueue(Notice("worse", ErrorSeverity.Critical), 1);

        TakeAll().Should().Equal("told");
    }

    [Fact]
    public void One_whose_sending_failed_may_have_arrived_and_its_end_is_told_too()
    {
        _queue.Enqueue(Notice("a"), 1);
        var sending = _queue.Take()!;
        _queue.Enqueue(Notice("a", state: AlertState.Resolved), 1);
        _queue.Failed(sending, 10, 1);
        _queue.Enqueue(Notice("b", ErrorSeverity.Critical), 1);
        TakeAll().Should().Equal("a");
    }

    [Fact]
    public void Whatever_comes_it_is_bounded_and_every_notice_is_accounted_for()
    {
        const int Capacity = 8;
        const int Alerts = 20;
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            var queue = new AlertQueue();
            var (entered, sent) = (0L, 0L);
            var open = new HashSet<int>();
            var told = new HashSet<string>();
            for (var i = 0; i < 2_000; i++)
            {
                if (random.Next(3) > 0)
                {
                    var alert = random.Next(Alerts);
                    var fires = open.Add(alert);
                    if (!fires)
                    {
                        open.Remove(alert);
                    }

                    queue.Enqueue(Notice($"{alert}", (ErrorSeverity)random.Next(5), fires ? AlertState.Firing : AlertState.Resolved), Capacity);
                    entered++;
                }
                else if (queue.Take() is { } waiting)
                {
                    if (random.Next(4) == 0)
                    {
                        queue.Failed(waiting, 3, Capacity);
                    }
                    else
                    {
                        queue.Succeeded(waiting);
                        sent++;
                        _ = waiting.IsResolved ? told.Remove(waiting.Fingerprint) : told.Add(waiting.Fingerprint);
                    }
                }

                queue.Count.Should().BeLessThanOrEqualTo(Capacity + Alerts);
                (sent + queue.Count + Enum.GetValues<AlertDropReason>().Sum(queue.Dropped)).Should().Be(entered);
            }
        }
    }

    private IEnumerable<string> TakeAll()
    {
        while (_queue.Take() is { } waiting)
        {
            yield return waiting.Fingerprint;
        }
    }

    private static AlertNotice Notice(string of, ErrorSeverity severity = ErrorSeverity.Warning, AlertState state = AlertState.Firing) =>
        new() { Id = of, Alert = new Alert { Id = of, Rule = of, Fingerprint = of, Message = of, Severity = severity, State = state } };
}
