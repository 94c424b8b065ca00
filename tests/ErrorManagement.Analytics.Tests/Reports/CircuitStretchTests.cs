using ErrorManagement.Analytics.Reports;
using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Analytics.Tests.Reports;

public sealed class CircuitStretchTests
{
    private static readonly DateTimeOffset Begin = new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero);
    private static readonly ChartSpan Hour = ChartSpan.Of(Begin, TimeSpan.FromHours(1));

    [Fact]
    public void A_breaker_without_changes_was_all_the_time_as_it_is() =>
        CircuitStretch.Of(Breaker(CircuitState.Open), Hour, Hour.To).Should().Equal(new CircuitStretch(Hour, CircuitState.Open));

    [Fact]
    public void Before_the_first_change_that_is_left_nothing_is_known()
    {
        States(Breaker(CircuitState.Open, (30, CircuitState.Closed, CircuitState.Open)) with { ChangesLost = true }).Should().Equal((30, 60, CircuitState.Open));
        CircuitStretch.Of(Breaker(CircuitState.Open) with { ChangesLost = true }, Hour, Hour.To).Should().BeEmpty();
        CircuitStretch.Of(Breaker(CircuitState.Open) with { EndState = CircuitState.Closed }, Hour, Hour.To).Should().Equal(new CircuitStretch(Hour, CircuitState.Closed));
    }

    [Fact]
    public void The_last_change_before_tells_the_state_at_the_begin() =>
        States(Breaker(CircuitState.Closed, (-10, CircuitState.Closed, CircuitState.Open), (20, CircuitState.Open, CircuitState.HalfOpen), (21, CircuitState.HalfOpen, CircuitState.Closed)))
            .Should().Equal((0, 20, CircuitState.Open), (20, 21, CircuitState.HalfOpen), (21, 60, CircuitState.Closed));

    [Fact]
    public void Without_one_the_first_change_tells_it() =>
        States(Breaker(CircuitState.Open, (30, CircuitState.Closed, CircuitState.Open))).Should().Equal((0, 30, CircuitState.Closed), (30, 60, CircuitState.Open));

    [Fact]
    public void Changes_in_any_order_and_changes_of_the_mode_alone_are_understood() =>
        States(Breaker(CircuitState.Closed, (40, CircuitState.Open, CircuitState.Closed), (35, CircuitState.Open, CircuitState.Open), (30, CircuitState.Closed, CircuitState.Open)))
            .Should().Equal((0, 30, CircuitState.Closed), (30, 40, CircuitState.Open), (40, 60, CircuitState.Closed));

    [Fact]
    public void A_breaker_whose_break_is_over_is_half_open_though_no_call_has_come_since()
    {
        States(Opened(-10, breakMinutes: 15)).Should().Equal((0, 5, CircuitState.Open), (5, 60, CircuitState.HalfOpen));
        States(Opened(-10, breakMinutes: 5)).Should().Equal((0, 60, CircuitState.HalfOpen));
        States(Opened(30, breakMinutes: 45)).Should().Equal((0, 30, CircuitState.Closed), (30, 60, CircuitState.Open));
    }

    [Fact]
    public void The_trial_that_comes_late_does_not_make_the_break_longer()
    {
        var breaker = Opened(10, breakMinutes: 5);
        breaker = breaker with
        {
            Transitions =
            [
                .. breaker.Transitions,
                Change(40, CircuitState.Open, CircuitState.HalfOpen),
                Change(41, CircuitState.HalfOpen, CircuitState.Open) with { BreakDuration = TimeSpan.FromMinutes(9) },
            ],
        };

        States(breaker).Should().Equal((0, 10, CircuitState.Closed), (10, 15, CircuitState.Open), (15, 41, CircuitState.HalfOpen), (41, 50, CircuitState.Open), (50, 60, CircuitState.HalfOpen));
    }

    [Fact]
    public void A_breaker_that_was_isolated_stays_open()
    {
        var breaker = Opened(10, breakMinutes: 5);
        breaker = breaker with { Transitions = [.. breaker.Transitions, Change(30, CircuitState.Open, CircuitState.Open) with { ToMode = CircuitMode.Isolated }] };

        States(breaker).Should().Equal((0, 10, CircuitState.Closed), (10, 15, CircuitState.Open), (15, 30, CircuitState.HalfOpen), (30, 60, CircuitState.Open));
    }

    [Fact]
    public void Nothing_is_said_of_the_time_after_the_report_was_made()
    {
        var breaker = Breaker(CircuitState.Open, (30, CircuitState.Closed, CircuitState.Open), (50, CircuitState.Open, CircuitState.Closed));

        CircuitStretch.Of(breaker, Hour, Begin.AddMinutes(45))[^1].Should().Be(new CircuitStretch(new ChartSpan(Begin.AddMinutes(30), Begin.AddMinutes(45)), CircuitState.Open));
        CircuitStretch.Of(breaker, Hour, Begin.AddMinutes(-1)).Should().BeEmpty();
    }

    [Fact]
    public void Openings_are_changes_to_open_inside_the_span() =>
        CircuitStretch.Openings(Breaker(CircuitState.Open, (-1, CircuitState.Closed, CircuitState.Open), (5, CircuitState.HalfOpen, CircuitState.Open), (6, CircuitState.Open, CircuitState.Open), (61, CircuitState.Closed, CircuitState.Open)), Hour)
            .Should().ContainSingle().Which.At.Should().Be(Begin.AddMinutes(5));

    private static IEnumerable<(double From, double To, CircuitState State)> States(ReportedCircuit breaker) =>
        CircuitStretch.Of(breaker, Hour, Hour.To).Select(static stretch => ((stretch.Span.From - Begin).TotalMinutes, (stretch.Span.To - Begin).TotalMinutes, stretch.State));

    private static ReportedCircuit Breaker(CircuitState now, params (int Minute, CircuitState From, CircuitState To)[] changes) => new()
    {
        Name = "a",
        State = now,
        Transitions = [.. changes.Select(static change => Change(change.Minute, change.From, change.To))],
    };

    private static ReportedCircuit Opened(int minute, int breakMinutes) => new()
    {
        Name = "a",
        State = CircuitState.HalfOpen,
        Transitions = [Change(minute, CircuitState.Closed, CircuitState.Open) with { BreakDuration = TimeSpan.FromMinutes(breakMinutes) }],
    };

    private static CircuitTransitioned Change(int minute, CircuitState from, CircuitState to) => new() { BreakerName = "a", At = Begin.AddMinutes(minute), From = from, To = to };
}
