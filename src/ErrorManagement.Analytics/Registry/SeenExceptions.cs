using System.Runtime.CompilerServices;

namespace ErrorManagement.Analytics.Registry;

/// <summary>
/// Remembers, weakly, which exception objects were recorded a moment ago, so that one that passes several catch blocks and loggers
/// counts once, and one that is kept and thrown again counts again. A rethrow leaves the frames so far as they are and adds to them;
/// a new throw begins a new list. Without the raw frames, a call site that sees the object a second time means a new throw.
/// Bounded: an object is forgotten when another one needs its place.
/// </summary>
internal sealed class SeenExceptions
{
    private const int Size = 256;
    private const int ComparedFrames = 16;
    private const int RememberedSites = 4;
    private const int MaxSpins = 1_000;

    private readonly bool _useRawStack;
    private readonly Slot[] _slots = new Slot[Size];

    public SeenExceptions(bool useRawStack)
    {
        _useRawStack = useRawStack;
        for (var i = 0; i < Size; i++)
        {
            _slots[i] = new Slot();
        }
    }

    /// <summary>Takes note of an exception that is about to be recorded.</summary>
    /// <param name="exception">The exception.</param>
    /// <param name="site">The call site.</param>
    /// <param name="record">The record that it is about to be counted in; null when that is not known yet.</param>
    /// <param name="before">The record it was counted in, when it is the same throw.</param>
    /// <returns>Whether this very throw was recorded before.</returns>
    public bool IsRepeat(Exception exception, ulong site, TrackedError? record, out TrackedError? before)
    {
        before = null;
        var slot = SlotOf(exception);
        if (!slot.TryEnter())
        {
            return false;
        }

        var known = slot.Instance.TryGetTarget(out var seen) && ReferenceEquals(seen, exception);
        var repeat = _useRawStack
            ? UpdateFrames(slot, exception, known)
            : UpdateSites(slot, site, known);
        if (!known)
        {
            slot.Instance.SetTarget(exception);
        }

        if (repeat)
        {
            before = slot.Record;
        }
        else
        {
            slot.Record = record;
        }

        slot.Exit();
        return repeat;
    }

    /// <summary>The record that an exception object was counted in a moment ago; null when it was not.</summary>
    public TrackedError? Find(Exception exception)
    {
        var slot = SlotOf(exception);
        if (!slot.TryEnter())
        {
            return null;
        }

        var record = slot.Instance.TryGetTarget(out var seen) && ReferenceEquals(seen, exception) ? slot.Record : null;
        slot.Exit();
        return record;
    }

    /// <summary>Takes back that an exception was seen: it was not counted after all.</summary>
    public void Forget(Exception exception)
    {
        var slot = SlotOf(exception);
        if (slot.TryEnter())
        {
            if (slot.Instance.TryGetTarget(out var seen) && ReferenceEquals(seen, exception))
            {
                slot.Instance.SetTarget(null!);
                slot.Record = null;
            }

            slot.Exit();
        }
    }

    /// <summary>Says in which record the exception was counted, when that was not the one named before.</summary>
    public void Set(Exception exception, TrackedError record)
    {
        var slot = SlotOf(exception);
        if (slot.TryEnter())
        {
            if (slot.Instance.TryGetTarget(out var seen) && ReferenceEquals(seen, exception))
            {
                slot.Record = record;
            }

            slot.Exit();
        }
    }

    private static bool UpdateFrames(Slot slot, Exception exception, bool known)
    {
        RawStack.TryRead(exception, out var array, out var bytes, out var count);
        var identity = array is null ? 0 : RuntimeHelpers.GetHashCode(array);
        var repeat = known && count >= slot.Count
            && (identity == slot.Array
                ? count >= slot.Count
                : count > slot.Count && RawStack.Hash(bytes, Math.Min(slot.Count, ComparedFrames)) == slot.Hash);
        slot.Array = identity;
        slot.Count = count;
        slot.Hash = RawStack.Hash(bytes, Math.Min(count, ComparedFrames));
        return repeat;
    }

    private static bool UpdateSites(Slot slot, ulong site, bool known)
    {
        var repeat = known && !slot.Sites.AsSpan(0, slot.SiteCount).Contains(site);
        if (!repeat)
        {
            slot.SiteCount = 0;
        }

        if (slot.SiteCount < RememberedSites)
        {
            slot.Sites[slot.SiteCount++] = site;
        }

        return repeat;
    }

    private Slot SlotOf(Exception exception) => _slots[(uint)RuntimeHelpers.GetHashCode(exception) % Size];

    private sealed class Slot
    {
        private int _busy;

        public WeakReference<Exception> Instance { get; } = new(null!);

        public TrackedError? Record { get; set; }

        public int Array { get; set; }

        public int Count { get; set; }

        public ulong Hash { get; set; }

        public ulong[] Sites { get; } = new ulong[RememberedSites];

        public int SiteCount { get; set; }

        // Held for some tens of ns and never over foreign code. A thread that was stopped while holding it must not stop others: they go without.
        public bool TryEnter()
        {
            for (var i = 0; i < MaxSpins; i++)
            {
                if (Interlocked.CompareExchange(ref _busy, 1, 0) == 0)
                {
                    return true;
                }

                Thread.SpinWait(1);
            }

            return false;
        }

        public void Exit() => Volatile.Write(ref _busy, 0);
    }
}
