using ErrorManagement.Analytics.Registry;
using ErrorManagement.Analytics.Series;

namespace ErrorManagement.Analytics.Tests.Registry;

public sealed class TrackedErrorTests
{
    private static readonly SeriesBook Series = new();

    [Fact] // U27: when it was last seen never falls, whoever comes late
    public void Last_seen_is_the_latest_of_all_that_threads_saw_together()
    {
        const int rounds = 50_000;
        var records = Enumerable.Range(0, rounds).Select(static _ => At(0)).ToArray();
        int begun = -1, done = -1;
        var other = new Thread(() =>
        {
            for (var i = 0; i < rounds; i++)
            {
                Reach(ref begun, i);
                records[i].Touch(Sight(), ErrorSeverity.Error, Moment(10));
                Volatile.Write(ref done, i);
            }
        });
        other.Start();
        for (var i = 0; i < rounds; i++)
        {
            // Both are in the same record, as nearly as can be.
            Volatile.Write(ref begun, i);
            Thread.SpinWait(i % 20);
            records[i].Touch(Sight(), ErrorSeverity.Error, Moment(20));
            Reach(ref done, i);
        }

        other.Join();
        records.Should().OnlyContain(static record => record.LastSeenSteady == 20 && record.LastUtc == 1_020);
    }

    [Fact]
    public void What_a_thread_brings_after_a_record_became_part_of_another_is_passed_on()
    {
        var (record, existing) = (At(0), At(5));
        record.TryCount(ErrorSeverity.Error, Moment(7), out _).Should().BeTrue();
        existing.Absorb(record, record.Close(existing), Moment(8));

        // Threads that counted it, or found it alive, before it was closed.
        record.Touch(Sight() with { Recovered = true }, ErrorSeverity.Error, Moment(9));
        record.CountHandled();
        record.CountRecovered();
        record.Amend(ErrorSeverity.Critical, new OperationContext { Operation = "late" }, ErrorSources.Logger);

        existing.Description = new ErrorDescription(default, "t", "m", null, []);
        var snapshot = existing.Snapshot(null);
        snapshot.Count.Should().Be(1);
        snapshot.LastSeen.Ticks.Should().Be(1_009);
        snapshot.HandledCount.Should().Be(1);
        snapshot.RecoveredCount.Should().Be(2);
        snapshot.Severity.Should().Be(ErrorSeverity.Critical);
        snapshot.Context!.Operation.Should().Be("late");
        snapshot.Sources.Should().Be(ErrorSources.Catch | ErrorSources.Logger);
    }

    [Fact] // bytes: what is taken away counts no more
    public void Keys_beyond_the_bound_take_the_place_of_older_ones()
    {
        var record = At(0);
        for (var i = 1ul; i <= 256; i++)
        {
            record.AddCore(i).Should().Be(0);
        }

        var full = record.Bytes;
        for (var i = 257ul; i <= 1_000; i++)
        {
            record.AddCore(i).Should().Be(i - 256);
        }

        record.Bytes.Should().Be(full);
    }

    private static void Reach(ref int reached, int goal)
    {
        for (var spinner = default(SpinWait); Volatile.Read(ref reached) < goal;)
        {
            spinner.SpinOnce(sleep1Threshold: -1);
        }
    }

    private static Incident Sight() => new() { Component = "c", ErrorType = "T", Message = "m", Source = ErrorSources.Catch };

    private static RegistryMoment Moment(long steady) => new(steady, steady + 1_000, 0);

    private static TrackedError At(long steady) =>
        new(1, "c", "T", Series, null, 1, Moment(steady)) { DefaultSeverity = ErrorSeverity.Error, Category = default, Code = default, Identity = null };
}
