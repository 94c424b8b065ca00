namespace ErrorManagement.Analytics.Runs;

/// <summary>What of a run a member of its JSON is.</summary>
internal enum RunField
{
    None,
    Id,
    Status,
    FailureReason,
    ErrorMessage,
    PhaseErrors,
    CurrentPhase,
    StartedAt,
    CreatedAt,
}
