namespace ErrorManagement.Policies;

/// <summary>A token of ours that will be cancelled at a known time.</summary>
internal interface ITimedToken
{
    /// <summary>The token.</summary>
    CancellationToken Token { get; }

    /// <summary>The token whose cancellation it follows; the default value for none.</summary>
    CancellationToken Followed { get; }

    /// <summary>How long until its own time is over, zero when it is; null while it has none.</summary>
    TimeSpan? OwnTimeLeft { get; }
}
