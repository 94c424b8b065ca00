using System.Collections.Concurrent;

namespace ErrorManagement.Policies;

/// <summary>
/// Finds what is known of a token. A token does not lead to its source, so the ones of ours are listed, weakly: who forgets one of them, or drops a
/// policy with a pool of them, leaks nothing but an entry that goes with the next clean-up. Looked up only when a call has failed.
/// </summary>
/// <remarks>Safe on any thread; looking up takes no lock.</remarks>
internal sealed class TimedTokens
{
    private const int FewestBeforeCleanUp = 1_024;

    private readonly ConcurrentDictionary<int, Entry> _entries = new();
    private readonly Lock _gate = new();
    private int _count;
    private int _cleanUpAt = FewestBeforeCleanUp;

    /// <summary>Those of the process.</summary>
    public static TimedTokens Shared { get; } = new();

    /// <summary>How many are listed, the forgotten ones among them.</summary>
    public int Count => Volatile.Read(ref _count);

    public void Add(ITimedToken timed)
    {
        var key = timed.Token.GetHashCode();
        lock (_gate)
        {
            if (_count >= _cleanUpAt)
            {
                CleanUpLocked();
            }

            _entries[key] = new Entry(new WeakReference<ITimedToken>(timed), _entries.GetValueOrDefault(key));
            _count++;
        }
    }

    public void Remove(ITimedToken timed)
    {
        lock (_gate)
        {
            KeepLocked(timed.Token.GetHashCode(), other => !ReferenceEquals(other, timed));
        }
    }

    /// <summary>The least time that any of the tokens it follows, and itself, have left; null when nothing is known.</summary>
    public TimeSpan? TimeLeft(CancellationToken token)
    {
        TimeSpan? least = null;
        while (token.CanBeCanceled && Find(token) is { } timed)
        {
            if (timed.OwnTimeLeft is { } left && !(left >= least))
            {
                least = left;
            }

            token = timed.Followed;
        }

        return least;
    }

    private ITimedToken? Find(CancellationToken token)
    {
        for (var entry = _entries.GetValueOrDefault(token.GetHashCode()); entry is not null; entry = entry.Next)
        {
            if (entry.Timed.TryGetTarget(out var timed) && timed.Token == token)
            {
                return timed;
            }
        }

        return null;
    }

    private void CleanUpLocked()
    {
        foreach (var key in _entries.Keys)
        {
            KeepLocked(key, static timed => timed is not null);
        }

        _cleanUpAt = Math.Max(FewestBeforeCleanUp, _count > int.MaxValue / 2 ? int.MaxValue : _count * 2);
    }

    private void KeepLocked(int key, Func<ITimedToken?, bool> isKept)
    {
        Entry? kept = null;
        for (var entry = _entries.GetValueOrDefault(key); entry is not null; entry = entry.Next)
        {
            entry.Timed.TryGetTarget(out var timed);
            if (isKept(timed))
            {
                kept = new Entry(entry.Timed, kept); // readers may be on the old chain: it is not changed
            }
            else
            {
                _count--;
            }
        }

        if (kept is null)
        {
            _entries.TryRemove(key, out _);
        }
        else
        {
            _entries[key] = kept;
        }
    }

    private sealed class Entry(WeakReference<ITimedToken> timed, Entry? next)
    {
        public WeakReference<ITimedToken> Timed { get; } = timed;

        public Entry? Next { get; } = next;
    }
}
