using ErrorManagement.Families.Runs;

namespace ErrorManagement.Core.Tests.Errors.Families.Runs;

public class RunStorageExceptionTests
{
    public static TheoryData<CodedException, string, string> Shapes => new()
    {
        { new RunStorageException("gone"), "gone", "" }, // S0.22
        { new RunNotFoundException("r7"), "Run 'r7' was not found.", "run_id=r7" }, // S0.23
        { new RunNotFoundException("r7", "workflow"), "Workflow run 'r7' was not found.", "run_id=r7, run_type=workflow" },
        { new RunNotFoundException("r7", "dry run"), "Dry run 'r7' was not found.", "run_id=r7, run_type=dry run" },
        { new RunNotFoundException(""), "Run was not found.", "" }, // S0.11
        { new ReplayException("r7", "no log"), "Replay of run 'r7' failed: no log", "reason=no log, run_id=r7" }, // S0.24
        { new RunSaveException("r7", "disk full"), "Run 'r7' could not be saved: disk full", "reason=disk full, run_id=r7" }, // S0.25
        { new RunLoadException("r7", "bad JSON"), "Run 'r7' could not be loaded: bad JSON", "reason=bad JSON, run_id=r7" }, // S0.26
        { new RunQueryException("no index"), "Run query failed: no index", "reason=no index" }, // S0.27
        { new RunQueryException("no index", "status = done"), "Run query failed: no index (status = done)", "query_details=status = done, reason=no index" },
        { new RunCleanupException("locked"), "Cleanup of runs failed: locked", "reason=locked" }, // S0.28
        { new RunCleanupException("locked", failedCount: 0), "Cleanup of runs failed: locked", "reason=locked" },
        { new RunCleanupException("locked", failedCount: 1), "Cleanup of 1 run failed: locked", "failed_count=1, reason=locked" },
        { new RunCleanupException("locked", failedCount: 1200), "Cleanup of 1200 runs failed: locked", "failed_count=1200, reason=locked" },
        { new RunCleanupException("locked", "r7"), "Cleanup of run 'r7' failed: locked", "reason=locked, run_id=r7" },
        { new RunCleanupException("locked", "r7", 3), "Cleanup of run 'r7' failed: locked", "failed_count=3, reason=locked, run_id=r7" },
        { new RunCleanupException("locked", "", 3), "Cleanup of 3 runs failed: locked", "failed_count=3, reason=locked" },
        { new InvalidRunMetadataException("in the future"), "Invalid run metadata: in the future", "reason=in the future" }, // S0.29
        { new InvalidRunMetadataException("in the future", "started_at"), "Invalid run metadata in field 'started_at': in the future", "field=started_at, reason=in the future" },
    };

    [Theory] // S0.22 to S0.29
    [MemberData(nameof(Shapes))]
    public void Messages_and_contexts_hold_what_was_given(CodedException error, string message, string context)
    {
        error.Message.Should().Be(message);
        ContextText.Of(error).Should().Be(context);
    }

    [Fact]
    public void A_count_of_failures_is_kept_and_never_negative()
    {
        new RunCleanupException("locked", "r7", 3).FailedCount.Should().Be(3);
        FluentActions.Invoking(() => new RunCleanupException("locked", failedCount: -1)).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("failedCount");
    }
}
