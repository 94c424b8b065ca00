namespace ErrorManagement.Analytics;

/// <content>The life of records.</content>
public sealed partial class ErrorRegistry
{
    /// <inheritdoc />
    public bool MarkResolved(ErrorId id)
    {
        if (id.IsNone)
        {
            return false;
        }

        var state = _recorder.DrainAndLock();
        try
        {
            var record = state.Store.Find(id);
            record?.Resolve(_clock.Read());
            return record is not null;
        }
        finally
        {
            state.Gate.Exit();
        }
    }

    /// <inheritdoc />
    public event EventHandler<ErrorChangedEventArgs>? ErrorChanged
    {
        add => throw new NotSupportedException();
        remove => throw new NotSupportedException();
    }

    /// <inheritdoc />
    public bool Resolve(ErrorId id, string? reason = null, string? inRelease = null) => throw new NotSupportedException();

    /// <inheritdoc />
    public bool Mute(ErrorId id, DateTimeOffset until, string? reason = null) => throw new NotSupportedException();

    /// <inheritdoc />
    public bool MuteUntilPerHour(ErrorId id, int perHour, string? reason = null) => throw new NotSupportedException();

    /// <inheritdoc />
    public bool Ignore(ErrorId id, string? reason = null) => throw new NotSupportedException();

    /// <inheritdoc />
    public bool Reopen(ErrorId id, string? reason = null) => throw new NotSupportedException();
}
