using System.Globalization;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.TestKit;

namespace ErrorManagement.Architecture.Tests.Docs;

/// <summary>Does what the tables of docs/circuit-breaker.md say, line by line.</summary>
public sealed class CircuitBreakerTablesTests
{
    private static readonly MarkdownFile Page = MarkdownFile.All.Single(p => p.Path == "docs/circuit-breaker.md");

    private readonly FakeTimeProvider _clock = new();

    [Fact] // [59]
    public void Moves_by_hand_end_where_the_table_says()
    {
        var rows = Page.Table("moves").ToArray();

        rows.Select(r => r[0]).Should().BeEquivalentTo([.. Enum.GetNames<CircuitState>(), .. Enum.GetNames<CircuitMode>().Where(m => m != nameof(CircuitMode.Automatic))]);
        foreach (var row in rows)
        {
            row[1..].Should().Equal(Moved(row[0], CircuitState.Closed), Moved(row[0], CircuitState.Open), Moved(row[0], CircuitState.HalfOpen));
        }
    }

    [Fact] // [43]
    public void Trials_decide_as_the_table_says()
    {
        var rows = Page.Table("trials").ToArray();

        rows.Should().NotBeEmpty();
        foreach (var row in rows)
        {
            AfterTrials(Number(row[0]), row[1] == "null" ? null : Number(row[1]), row[2].Split(' ')).ToString().Should().Be(row[3].Split(':')[0], string.Join(" | ", row));
        }
    }

    [Fact]
    public void A_rate_with_a_confidence_opens_where_the_table_says()
    {
        var rows = Page.Table("confidence").ToArray();

        rows.Should().NotBeEmpty();
        foreach (var row in rows)
        {
            var (failures, calls) = (Number(row[0]), Number(row[1]));
            var bound = double.Parse(row[3], CultureInfo.InvariantCulture);

            row[2].Should().Be(((double)failures / calls).ToString("0.00", CultureInfo.InvariantCulture));
            Opens(failures, calls, 0.5).Should().Be(row[4] == "yes", string.Join(" | ", row));
            Opens(failures, calls, bound - 0.005).Should().BeTrue($"{row[3]} is the bound, rounded");
            Opens(failures, calls, bound + 0.005).Should().BeFalse($"{row[3]} is the bound, rounded");
        }
    }

    private static int Number(string cell) => int.Parse(cell, CultureInfo.InvariantCulture);

    private string Moved(string from, CircuitState to)
    {
        var breaker = In(from);
        var before = breaker.GetMetrics().Transitions.Count;
        try
        {
            breaker.MoveTo(to);
        }
        catch (IllegalCircuitTransitionException e)
        {
            return e.Code.ToString()!;
        }

        breaker.Mode.Should().Be(CircuitMode.Automatic);
        return breaker.GetMetrics().Transitions.Count == before ? "nothing happens" : breaker.State.ToString();
    }

    private CircuitBreaker In(string stateOrMode)
    {
        var isMode = Enum.TryParse<CircuitMode>(stateOrMode, out var mode);
        var breaker = new CircuitBreaker("docs", new CircuitBreakerOptions { InitialMode = isMode ? mode : CircuitMode.Automatic }, _clock);
        if (!isMode && stateOrMode != nameof(CircuitState.Closed))
        {
            breaker.OpenFor(TimeSpan.FromMinutes(1));
            if (stateOrMode == nameof(CircuitState.HalfOpen))
            {
                breaker.MoveTo(CircuitState.HalfOpen);
            }
        }

        return breaker;
    }

    private CircuitState AfterTrials(int successes, int? of, string[] trials)
    {
        var breaker = new CircuitBreaker("docs", new CircuitBreakerOptions { SuccessThreshold = successes, TrialCalls = of }, _clock);
        breaker.OpenFor(TimeSpan.FromMinutes(1));
        breaker.MoveTo(CircuitState.HalfOpen);
        foreach (var trial in trials)
        {
            breaker.State.Should().Be(CircuitState.HalfOpen, "it decides with the last trial, if at all");
            breaker.TryExecute(() => trial == "S" ? 1 : throw new TimeoutException());
        }

        return breaker.State;
    }

    private bool Opens(int failures, int calls, double rate)
    {
        var breaker = new CircuitBreaker(
            "docs",
            new CircuitBreakerOptions { FailureThreshold = int.MaxValue, FailureRateThreshold = rate, RateConfidence = 0.95, MinimumThroughput = calls },
            _clock);
        for (var call = 0; call < calls; call++)
        {
            breaker.TryExecute(() => call < calls - failures ? 1 : throw new TimeoutException());
        }

        return breaker.State == CircuitState.Open;
    }
}
