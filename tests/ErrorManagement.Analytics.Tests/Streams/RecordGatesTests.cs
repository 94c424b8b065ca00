using ErrorManagement.Analytics.Records;
using ErrorManagement.Analytics.Streams;

namespace ErrorManagement.Analytics.Tests.Streams;

public sealed class RecordGatesTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly DateTimeOffset Start = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact] // a sweep between must not make it forget when it told last
    public void An_error_is_told_once_an_interval_also_when_a_sweep_finds_it_quiet()
    {
        var gates = new RecordGates(Interval, 10);
        Told(gates, 0).Should().BeTrue();
        gates.Sweep(At(500).UtcTicks, _ => throw new InvalidOperationException("nothing is due"));

        Told(gates, 600).Should().BeFalse("it was told 600 ms ago");
        Told(gates, 1_000).Should().BeTrue();
    }

    [Fact]
    public void Records_beyond_the_bound_are_left_out_and_counted()
    {
        var gates = new RecordGates(Interval, 2);
        Told(gates, 0, 1).Should().BeTrue();
        Told(gates, 0, 2).Should().BeTrue();
        Told(gates, 0, 3).Should().BeFalse();
        Told(gates, 0, 3).Should().BeFalse();

        gates.TakeLeftOut().Should().Be(2);
        gates.TakeLeftOut().Should().Be(0);
        gates.Sweep(At(1_000).UtcTicks, _ => { });
        Told(gates, 1_000, 3).Should().BeTrue("quiet ones gave up their places");
    }

    private static DateTimeOffset At(int milliseconds) => Start.AddMilliseconds(milliseconds);

    private static bool Told(RecordGates gates, int milliseconds, ulong record = 1)
    {
        var gate = gates.Count(new ObservedOccurrence
        {
            Record = new ErrorId(record),
            ErrorType = "T",
            Component = "c",
            Severity = ErrorSeverity.Error,
            Category = ErrorCategory.Unknown,
            Steady = At(milliseconds),
            At = At(milliseconds),
        });
        gate?.Take(out _);
        return gate is not null;
    }
}
