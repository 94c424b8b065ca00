using System.Numerics;
using ErrorManagement.Analytics.Storage;

namespace ErrorManagement.Analytics.Registry;

/// <content>What a record keeps of single occurrences, and how much memory that takes.</content>
internal sealed partial class TrackedError
{
    private const int AlwaysKept = 5;
    private const int MaxKeptPerMinute = 10;

    private readonly OccurrenceRing _examples;
    private RecordGroup? _group;
    private long _bytes;

    // The newest context is kept beside the examples; it is told to none that counts, so it counts like the largest of theirs.
    private long _contextBytes;
    private long _kept;
    private long _keptMinute;
    private int _keptInMinute;
    private long _nextExample;

    public override ulong Group { get; init; }

    /// <summary>The releases and machines it was seen in.</summary>
    public SeenOrigins Origins { get; } = new();

    /// <summary>How many occurrences were kept with details, those included that newer ones have replaced.</summary>
    public long Kept => Volatile.Read(ref _kept);

    /// <summary>What it takes in memory, by estimate.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>
    /// Whether the occurrence that made the count reach this value is one to keep (D4): the first five, then the first at or beyond each power of two.
    /// While threads count together, some values of the count are seen by none of them.
    /// </summary>
    public bool IsExample(long count) => count >= Volatile.Read(ref _nextExample);

    /// <summary>Keeps an occurrence, unless enough of this minute are kept or another thread keeps one for the same step right now.</summary>
    /// <param name="details">The occurrence.</param>
    /// <param name="count">The count that it brought about.</param>
    /// <param name="minute">The minute.</param>
    /// <param name="isFirstOfOrigin">Whether it is the first of its release or machine: such a one is kept always (D4).</param>
    /// <returns>What became of it.</returns>
    public KeepOutcome Keep(in OccurrenceDetails details, long count, long minute, bool isFirstOfOrigin)
    {
        // Measured before the lock is taken: a context may be the host's own.
        var contextBytes = RecordSize.Of(details.Context);
        var bytes = RecordSize.Of(in details) + contextBytes;

        // Nobody waits for the sake of a later example: the next occurrence takes its place.
        if (isFirstOfOrigin || Volatile.Read(ref _kept) < AlwaysKept)
        {
            _gate.Enter();
        }
        else if (!_gate.TryEnter())
        {
            return KeepOutcome.Settled;
        }

        try
        {
            if (_closed)
            {
                return KeepOutcome.Ended;
            }

            var isSilent = IsSilent;
            var outcome = KeepOutcome.Settled;

            if (minute != _keptMinute)
            {
                _keptMinute = minute;
                _keptInMinute = 0;
            }

            if (isFirstOfOrigin || (count >= _nextExample && _keptInMinute < MaxKeptPerMinute))
            {
                var before = _examples.Bytes + _contextBytes;
                if (isSilent)
                {
                    outcome = KeepOutcome.Muted;
                }
                else
                {
                    _keptInMinute++;
                    Volatile.Write(ref _kept, _kept + 1);
                    _examples.Add(in details, bytes);
                }

                _contextBytes = Math.Max(_contextBytes, contextBytes);
                GrowLocked(_examples.Bytes + _contextBytes - before + CountValuesLocked(details.Message));
            }

            if (count >= _nextExample)
            {
                Volatile.Write(ref _nextExample, isSilent ? NextPower(count) : NextAfter(count));
            }

            return outcome;
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>Takes note that more is known about it.</summary>
    public void Grow(long bytes)
    {
        lock (_gate)
        {
            GrowLocked(bytes);
        }
    }

    /// <summary>Lets go of all that was kept, once it has ended: an exception that is remembered as seen may still lead here.</summary>
    public void Forget()
    {
        LeaveFamilies(null);
        _own.Clear(_series.Hours);
        lock (_gate)
        {
            _examples.Clear();
            Volatile.Write(ref _context, null);
            Description = null;
            _facets = null;
        }
    }

    public override void Join(RecordGroup group)
    {
        lock (_gate)
        {
            _group = group;
            group.Add(_bytes);
        }
    }

    public override void Leave()
    {
        lock (_gate)
        {
            _group?.Add(-_bytes);
            _group = null;
        }
    }

    private void AbsorbExamples(TrackedError other, long kept)
    {
        Origins.AddAll(other.Origins);
        if (other.Description is null && IsSilent && _home is { } state)
        {
            // They were about to come here, where none are kept.
            state.CountDrop(DropReason.Muted, kept);
            return;
        }

        lock (_gate)
        {
            var before = _examples.Bytes;
            _examples.AddAll(other._examples);
            GrowLocked(_examples.Bytes - before + AbsorbValuesLocked(other));
            Volatile.Write(ref _kept, _kept + kept);
            Volatile.Write(ref _nextExample, NextAfter(Count));
        }
    }

    private long NextAfter(long count) => _kept < AlwaysKept ? 0 : NextPower(count);

    private static long NextPower(long count) => (long)BitOperations.RoundUpToPowerOf2((ulong)count + 1);

    private void GrowLocked(long bytes)
    {
        Volatile.Write(ref _bytes, _bytes + bytes);
        _group?.Add(bytes);
    }
}
