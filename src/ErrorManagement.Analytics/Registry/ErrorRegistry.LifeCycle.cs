using ErrorManagement.Analytics.LifeCycles;
using ErrorManagement.Analytics.Registry;
using ErrorManagement.Analytics.Scrubbing;

namespace ErrorManagement.Analytics;

/// <content>The life of records.</content>
public sealed partial class ErrorRegistry
{
    /// <inheritdoc />
    public event EventHandler<ErrorChangedEventArgs>? ErrorChanged
    {
        add => _recorder.Changes.Told += value;
        remove => _recorder.Changes.Told -= value;
    }

    /// <inheritdoc />
    public bool MarkResolved(ErrorId id) => Resolve(id);

    /// <inheritdoc />
    public bool Resolve(ErrorId id, string? reason = null, string? inRelease = null)
    {
        var release = string.IsNullOrWhiteSpace(inRelease) ? null : BoundedText.Cut(_recorder.Scrubber.ScrubName(inRelease), SeenReleases.LongestName);
        var words = ReasonOf(reason, LifeWords.Resolved(release));
        return Change(id, (state, record, now) =>
        {
            if (release is not null)
            {
                // Releases that no version orders are older when they were seen before now.
                state.Releases.See(release);
            }

            record.ChangeLocked(state, LifeInput.Resolve, words, now, resolution: new Resolution(now.Utc, now.Steady, release));
        });
    }

    /// <inheritdoc />
    public bool Mute(ErrorId id, DateTimeOffset until, string? reason = null)
    {
        var words = ReasonOf(reason, null);
        return Change(id, (state, record, now) =>
        {
            var muting = Muting.UntilTime(until, now.Steady, now.Utc);
            if (!muting.IsOver(now.Steady))
            {
                record.ChangeLocked(state, LifeInput.Mute, words ?? LifeWords.Muted(muting), now, muting: muting);
            }
        });
    }

    /// <inheritdoc />
    public bool MuteUntilPerHour(ErrorId id, int perHour, string? reason = null)
    {
        if (perHour < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(perHour), perHour, $"An error can be muted until it happens at least once within an hour; {perHour} is less than 1.");
        }

        var muting = Muting.UntilPerHour(perHour);
        var words = ReasonOf(reason, LifeWords.Muted(muting));
        return Change(id, (state, record, now) => record.ChangeLocked(state, LifeInput.Mute, words, now, muting: muting));
    }

    /// <inheritdoc />
    public bool Ignore(ErrorId id, string? reason = null)
    {
        var words = ReasonOf(reason, LifeWords.Ignored);
        return Change(id, (state, record, now) => record.ChangeLocked(state, LifeInput.Ignore, words, now));
    }

    /// <inheritdoc />
    public bool Reopen(ErrorId id, string? reason = null)
    {
        var words = ReasonOf(reason, LifeWords.Reopened);
        return Change(id, (state, record, now) => record.ChangeLocked(state, LifeInput.Reopen, words, now));
    }

    /// <summary>A reason as it is written down: without secrets, bounded; the registry's own where none is given. The scrubber may be the host's code: outside every lock.</summary>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(own))]
    private string? ReasonOf(string? reason, string? own) => string.IsNullOrWhiteSpace(reason) ? own : _recorder.Scrubber.Scrub(reason, LifeWords.MaxReason);

    private bool Change(ErrorId id, Action<RegistryState, TrackedError, RegistryMoment> change)
    {
        if (id.IsNone)
        {
            return false;
        }

        var state = _recorder.DrainAndLock();
        try
        {
            if (state.Store.Find(id) is not { } record)
            {
                return false;
            }

            change(state, record, _clock.Read());
            return true;
        }
        finally
        {
            state.Gate.Exit();
        }
    }
}
