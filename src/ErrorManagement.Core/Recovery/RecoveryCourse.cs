using ErrorManagement.Policies;

namespace ErrorManagement.Recovery;

/// <summary>How one recovery goes: its attempts so far, and whether a further one makes sense. For one caller at a time.</summary>
internal sealed class RecoveryCourse(TimeProvider timeProvider)
{
    private readonly long _started = timeProvider.GetTimestamp();
    private readonly List<RecoveryAttempt> _attempts = [];
    private RecoveryOutcome _best;
    private Exception? _failure;
    private bool _isLimited;
    private bool _isCancelled;
    private bool _isFatal;

    /// <summary>Whether no further attempt is made.</summary>
    public bool IsOver => _best == RecoveryOutcome.Success || _isLimited || _isCancelled || _isFatal;

    public void Add(RecoveryAttempt attempt, Exception? failure = null)
    {
        _attempts.Add(attempt);
        _best = RecoveryChain.Better(_best, attempt.Outcome);
        if (failure is not null)
        {
            _failure = failure;
            _isFatal |= HopelessErrors.IsFatal(failure);
        }
    }

    public void Limit(bool isLimited) => _isLimited |= isLimited;

    public void Cancel() => _isCancelled = true;

    public RecoveryResult ToResult() => new(_best, _attempts.AsReadOnly())
    {
        IsLimited = _isLimited,
        IsCancelled = _isCancelled,
        Exception = _failure,
        Duration = timeProvider.GetElapsedTime(_started),
    };
}
