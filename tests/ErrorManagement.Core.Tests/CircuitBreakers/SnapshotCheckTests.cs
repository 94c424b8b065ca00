using System.Globalization;
using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

/// <summary>A snapshot may come from a file that anybody has edited.</summary>
public sealed class SnapshotCheckTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void A_value_outside_its_bounds_is_refused_by_name_and_changes_nothing()
    {
        var harness = new BreakerHarness();
        harness.Open();
        var good = harness.Breaker.TakeSnapshot() with { State = CircuitState.Closed, BreakLeft = null, BreakDuration = null };
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("sv-SE"); // writes the minus sign in its own way

            foreach (var (bad, message) in WrongSnapshots(good))
            {
                var restore = () => harness.Breaker.Restore(bad);
                restore.Should().Throw<ArgumentException>().WithMessage(message);
                harness.State.Should().Be(CircuitState.Open);
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }

        harness.Breaker.Restore(good);
        harness.State.Should().Be(CircuitState.Closed);
    }

    [Fact]
    public void A_snapshot_of_another_breaker_is_refused_and_changes_nothing()
    {
        var harness = new BreakerHarness();
        harness.Open();

        var act = () => harness.Breaker.Restore(new CircuitBreaker("stock").TakeSnapshot());

        act.Should().Throw<ArgumentException>().WithMessage("*'payments'*its own*'stock'*");
        harness.State.Should().Be(CircuitState.Open);
    }

    private static IEnumerable<(CircuitBreakerSnapshot Bad, string Message)> WrongSnapshots(CircuitBreakerSnapshot good)
    {
        var slice = new CircuitWindowSlice(Second, 1, 1, 1);
        var cause = new CircuitFailureCause("System.Exception", null, 1, default);
        yield return (null!, "*snapshot*");
        yield return (good with { Name = null! }, "*Name*not empty*missing*");
        yield return (good with { Name = " " }, "*Name*not empty*");
        yield return (good with { State = (CircuitState)3 }, "*'payments'*State*Closed, Open or HalfOpen*it is 3.*");
        yield return (good with { Mode = (CircuitMode)(-1) }, "*'payments'*Mode*Automatic, Isolated, Disabled or MetricsOnly*it is -1.*");
        yield return (good with { BreakLeft = -Second }, "*BreakLeft*not negative*it is -00:00:01.*");
        yield return (good with { BreakLeft = 2 * Second, BreakDuration = Second }, "*BreakLeft*no longer than the whole break*it is 00:00:02.*");
        yield return (good with { BreakDuration = TimeSpan.Zero }, "*BreakDuration*more than zero*it is 00:00:00.*");
        yield return (good with { RampLeft = -Second }, "*RampLeft*not negative*it is -00:00:01.*");
        yield return (good with { OpeningsInARow = -1 }, "*OpeningsInARow*not negative*it is -1.*");
        yield return (good with { ConsecutiveFailures = int.MinValue }, "*ConsecutiveFailures*not negative*it is -2147483648.*");
        yield return (good with { Causes = null! }, "*Causes*at most 4*missing*");
        yield return (good with { Causes = [null!] }, "*Causes[0] *there*missing*");
        yield return (good with { Causes = [cause, cause with { ErrorType = "" }] }, "*Causes[1].ErrorType*name of a type*missing*");
        yield return (good with { Causes = [cause with { Count = -3 }] }, "*Causes[0].Count*not negative*it is -3.*");
        yield return (good with { Causes = [.. Enumerable.Repeat(cause, 5)] }, "*Causes*at most 4*it is 5.*");
        yield return (good with { Window = null! }, "*Window*at most 1000*missing*");
        yield return (good with { Window = [null!] }, "*Window[0]*there*missing*");
        yield return (good with { Window = [slice, slice with { Age = -Second }] }, "*Window[1].Age*not negative*it is -00:00:01.*");
        yield return (good with { Window = [slice with { Successes = -1 }] }, "*Window[0].Successes*0 to 10^12*it is -1.*");
        yield return (good with { Window = [slice with { Successes = long.MaxValue }] }, "*Window[0].Successes*0 to 10^12*it is 9223372036854775807.*");
        yield return (good with { Window = [slice with { Failures = 1_000_000_000_001 }] }, "*Window[0].Failures*0 to 10^12*it is 1000000000001.*");
        yield return (good with { Window = [slice with { SlowCalls = 3 }] }, "*Window[0].SlowCalls*0 to successes and failures together*it is 3.*");
        yield return (good with { Window = [.. Enumerable.Repeat(slice, 1_001)] }, "*Window*at most 1000*it is 1001.*");
        yield return (good with { LastCalls = null! }, "*LastCalls*at most 100000*missing*");
        yield return (good with { LastCalls = "..X" }, "*LastCalls*made of the marks . x s z*it is X.*");
        yield return (good with { LastCalls = new string('.', 100_001) }, "*LastCalls*at most 100000*it is 100001.*");
    }
}
