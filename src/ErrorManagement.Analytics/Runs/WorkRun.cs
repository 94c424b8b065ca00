namespace ErrorManagement.Analytics.Runs;

/// <summary>One run of a host's work: a workflow, a job, a pipeline, as its own table has it. Immutable. Every field may be missing.</summary>
public sealed record WorkRun
{
    /// <summary>Its id; null when it has none. Many different values. <c>id</c></summary>
    public string? Id { get; init; }

    /// <summary>Its status, such as <c>completed</c>, <c>failed</c> or <c>running</c>; which ones are failures, <see cref="RunAnalyticsOptions.FailedStatuses"/> says. Null is none. Few different values. <c>status</c></summary>
    public string? Status { get; init; }

    /// <summary>Why it failed, in words; null when that is not known. May hold private data. <c>failure_reason</c>, or <c>error_message</c></summary>
    public string? FailureReason { get; init; }

    /// <summary>What its phases said: a JSON object of phases and texts, such as <c>{"Build": "No module named 'x'"}</c>. Null, or malformed, counts as absent. May hold private data. <c>phase_errors</c></summary>
    public string? PhaseErrors { get; init; }

    /// <summary>The phase it is in, or ended in; null when that is not known. Few different values. <c>current_phase</c></summary>
    public string? CurrentPhase { get; init; }

    /// <summary>When it started; null when that is not known: such a run belongs to no window and is left out, and counted. <c>started_at</c>, or <c>created_at</c></summary>
    public DateTimeOffset? StartedAt { get; init; }
}
