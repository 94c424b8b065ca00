using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ErrorManagement.Analytics.Registry;

/// <summary>
/// Remembers, weakly, which exception objects were recorded a moment ago, so that one that passes several catch blocks, loggers and threads
/// counts once, and one that is kept and thrown again counts again (<see cref="SeenThrow"/> tells one from the other).
/// Bounded: an object is forgotten when so many others came after it that its set is full, hundreds as a rule.
/// </summary>
/// <param name="useRawStack">Whether the runtime's own frames may be read.</param>
internal sealed class SeenExceptions(bool useRawStack)
{
    // A thousand places, in sets so large that objects, which fall into them by chance, hardly ever fill one before the others. With eight
    // thousand, a record costs twice as much: what it touches lies in no cache, and two threads no longer count twice as fast as one.
    private const int Sets = 64;
    private const int Ways = 16;
    private const int MaxSpins = 200;
    private const int MaxYields = 200;

    // All of it, some 80 KB, is made with the first exception: a host in which nothing fails has none of it, and recording allocates nothing from then on.
    private SeenSet[]? _sets;

    /// <summary>Whether it makes a difference who sees an exception.</summary>
    public bool UsesSites => !useRawStack;

    /// <summary>The frames of an exception; of none there are none.</summary>
    public ThrownFrames FramesOf(Exception? exception) => ThrownFrames.Of(exception, useRawStack);

    /// <summary>Takes note of an exception that is about to be recorded.</summary>
    /// <param name="exception">The exception.</param>
    /// <param name="site">What tells one observer from another: call site, source, component.</param>
    /// <param name="record">The record that it is about to be counted in; null when that is not known yet.</param>
    /// <param name="before">The record it was counted in, when it is the same throw.</param>
    /// <returns>Whether this very throw was recorded before.</returns>
    public bool IsRepeat(Exception exception, ulong site, TrackedError? record, out TrackedError? before) => IsRepeat(exception, FramesOf(exception), site, record, out before);

    /// <summary>The same with the frames at hand.</summary>
    public bool IsRepeat(Exception exception, in ThrownFrames frames, ulong site, TrackedError? record, out TrackedError? before)
    {
        before = null;
        var tag = RuntimeHelpers.GetHashCode(exception);
        var set = SetOf(tag);
        if (!set.TryEnter())
        {
            return false;
        }

        ref var place = ref set.Find(tag, exception, out var known);
        var repeat = useRawStack
            ? place.Throw.UpdateRaw(in frames, known)
            : place.Throw.UpdatePublic(frames.Public, site, known);
        if (repeat)
        {
            before = place.Record;
        }
        else if (!ReferenceEquals(place.Record, record))
        {
            place.Record = record;
        }

        set.Exit();
        return repeat;
    }

    /// <summary>The record that an exception object was counted in a moment ago; null when it was not.</summary>
    public TrackedError? Find(Exception exception)
    {
        var tag = RuntimeHelpers.GetHashCode(exception);
        var set = SetOf(tag);
        if (!set.TryEnter())
        {
            return null;
        }

        var index = set.IndexOf(tag, exception);
        var record = index < 0 ? null : set.Places[index].Record;
        set.Exit();
        return record;
    }

    /// <summary>Says in which record the exception was counted, when that was not the one named before.</summary>
    public void Set(Exception exception, TrackedError record)
    {
        var tag = RuntimeHelpers.GetHashCode(exception);
        var set = SetOf(tag);
        if (set.TryEnter())
        {
            var index = set.IndexOf(tag, exception);
            if (index >= 0)
            {
                set.Places[index].Record = record;
            }

            set.Exit();
        }
    }

    /// <summary>Takes back that an exception was seen: it was not counted after all.</summary>
    public void Forget(Exception exception)
    {
        var tag = RuntimeHelpers.GetHashCode(exception);
        var set = SetOf(tag);
        if (set.TryEnter())
        {
            var index = set.IndexOf(tag, exception);
            if (index >= 0)
            {
                set.Places[index].Instance.SetTarget(null!);
                set.Places[index].Record = null;
            }

            set.Exit();
        }
    }

    private SeenSet SetOf(int tag) => (Volatile.Read(ref _sets) ?? MakeSets())[tag & (Sets - 1)];

    private SeenSet[] MakeSets()
    {
        var sets = new SeenSet[Sets];
        for (var i = 0; i < Sets; i++)
        {
            sets[i] = new SeenSet();
        }

        return Interlocked.CompareExchange(ref _sets, sets, null) ?? sets;
    }

    /// <summary>What is remembered of one exception object.</summary>
    private struct Place
    {
        public WeakReference<Exception> Instance;
        public TrackedError? Record;
        public SeenThrow Throw;
    }

    [InlineArray(Ways)]
    private struct Tags
    {
        private int _first;
    }

    private sealed class SeenSet
    {
        // Most look-ups find nothing, and end here.
        private Tags _tags;
        private int _next;
        private int _busy;

        public SeenSet()
        {
            for (var i = 0; i < Ways; i++)
            {
                Places[i].Instance = new WeakReference<Exception>(null!);
            }
        }

        public Place[] Places { get; } = new Place[Ways];

        /// <summary>The place of an exception, one that was taken from another when it was not known.</summary>
        public ref Place Find(int tag, Exception exception, out bool known)
        {
            var index = IndexOf(tag, exception);
            known = index >= 0;
            if (known)
            {
                return ref Places[index];
            }

            // The one that came first goes.
            index = _next;
            _next = (index + 1) % Ways;
            _tags[index] = tag;
            ref var place = ref Places[index];
            place.Instance.SetTarget(exception);
            return ref place;
        }

        public int IndexOf(int tag, Exception exception)
        {
            ReadOnlySpan<int> tags = MemoryMarshal.CreateReadOnlySpan(ref _tags[0], Ways);
            var index = tags.IndexOf(tag);
            while (index >= 0)
            {
                if (Places[index].Instance.TryGetTarget(out var held) && ReferenceEquals(held, exception))
                {
                    return index;
                }

                // Two objects may have one tag.
                var next = tags[(index + 1)..].IndexOf(tag);
                index = next < 0 ? -1 : index + 1 + next;
            }

            return -1;
        }

        // Held for some tens of ns and never over foreign code. Who finds it held for long lets the holder run, which the system has stopped
        // just there; but a thread that was stopped for good while holding it must not stop others: they go without.
        public bool TryEnter()
        {
            for (var i = 0; i < MaxSpins + MaxYields; i++)
            {
                if (Interlocked.CompareExchange(ref _busy, 1, 0) == 0)
                {
                    return true;
                }

                if (i < MaxSpins)
                {
                    Thread.SpinWait(1);
                }
                else
                {
                    Thread.Yield();
                }
            }

            return false;
        }

        public void Exit() => Volatile.Write(ref _busy, 0);
    }
}
