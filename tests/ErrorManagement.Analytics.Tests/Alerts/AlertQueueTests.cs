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

    [Fact] // who was told that one episode fires is told that it is over, also when the next one has begun
    public void A_new_episode_takes_no_place_of_the_end_of_the_one_before()
    {
        _queue.Enqueue(Notice("a"), 2);
        _queue.Succeeded(_queue.Take()!);
        _queue.Enqueue(Notice("a", state: AlertState.Resolved), 2);
        _queue.Enqueue(Notice("a", episode: "a-2"), 2);
        var first = _queue.Take()!;
        first.Should().Match<WaitingNotice>(waiting => waiting.IsResolved && waiting.Episode == "a");

        _queue.Failed(first, 10, 2);
        _queue.Enqueue(Notice("new", ErrorSeverity.Critical), 2);
        _queue.Enqueue(Notice("a", episode: "a-3"), 3);
        TakeAllNotices().Select(static waiting => $"{waiting.Episode} {waiting.Notice.Alert.State}").Should().Equal("a Resolved", "a-3 Firing", "new Firing");
        _queue.Count.Should().Be(0);
    }

    [Fact]
    public void What_failed_before_waits_behind_what_was_never_tried()
    {
        _queue.Enqueue(Notice("poison"), 9);
        _queue.Failed(_queue.Take()!, 10, 9);
        _queue.Enqueue(Notice("critical", ErrorSeverity.Critical), 9);
        TakeAll().Should().Equal("critical", "poison");
    }

    [Fact] // each episode with an id of its own, as a manager gives them
    public void Whatever_comes_every_episode_that_was_told_ends_once_and_in_order()
    {
        const int Capacity = 8;
        const int Alerts = 20;
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            var queue = new AlertQueue();
            var episodes = new int[Alerts];
            var told = new List<WaitingNotice>();
            for (var i = 0; i < 3_000; i++)
            {
                if (i < 2_000 && random.Next(3) > 0)
                {
                    var alert = random.Next(Alerts);
                    var fires = episodes[alert]++ % 2 == 0;
                    queue.Enqueue(Notice($"{alert}", (ErrorSeverity)random.Next(5), fires ? AlertState.Firing : AlertState.Resolved, $"{alert}-{(episodes[alert] + 1) / 2}"), Capacity);
                }
                else if (queue.Take() is { } waiting)
                {
                    if (random.Next(4) == 0)
                    {
                        queue.Failed(waiting, int.MaxValue, Capacity);
                    }
                    else
                    {
                        queue.Succeeded(waiting);
                        told.Add(waiting);
                    }
                }

                queue.Count.Should().BeLessThanOrEqualTo(Capacity + (2 * Alerts));
            }

            queue.Count.Should().Be(0);
            foreach (var alert in told.GroupBy(static waiting => waiting.Fingerprint))
            {
                var numbers = alert.Select(static waiting => (2 * int.Parse(waiting.Episode.Split('-')[1], System.Globalization.CultureInfo.InvariantCulture)) + (waiting.IsResolved ? 1 : 0)).ToList();
                numbers.Should().BeInAscendingOrder("what is newer is told later").And.OnlyHaveUniqueItems();
                numbers.Where(static number => number % 2 == 0).SkipLast(1).Where(number => !numbers.Contains(number + 1)).Should().BeEmpty("who was told of an episode is told of its end (seed {0})", seed);
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

    private IEnumerable<WaitingNotice> TakeAllNotices()
    {
        while (_queue.Take() is { } waiting)
        {
            _queue.Succeeded(waiting);
            yield return waiting;
        }
    }

    private static AlertNotice Notice(string of, ErrorSeverity severity = ErrorSeverity.Warning, AlertState state = AlertState.Firing, string? episode = null) =>
        new() { Id = of, Alert = new Alert { Id = episode ?? of, Rule = of, Fingerprint = of, Message = of, Severity = severity, State = state } };
}
