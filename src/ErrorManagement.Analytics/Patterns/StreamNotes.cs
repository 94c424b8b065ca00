using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace ErrorManagement.Analytics.Patterns;

/// <summary>
/// What those who found the lock of the stream taken left for whoever holds it: a note of each error. Bounded: while very many lie there (a holder was stopped), only
/// the types are noted, each once; their counts say what they would have told. Safe on any thread.
/// </summary>
internal sealed class StreamNotes
{
    private const int MaxNotes = 4096;

    private readonly ConcurrentQueue<PatternSubject> _unheard = new();
    private LateQueue<StreamNote> _notes;
    private int _count;
    private long _unheardTicks;

    public bool IsEmpty => _notes.IsEmpty && _unheard.IsEmpty;

    /// <summary>Whether there are types that found no room for a note.</summary>
    public bool HasUnheard => !_unheard.IsEmpty;

    public void Leave(StreamNote note)
    {
        if (Interlocked.Increment(ref _count) > MaxNotes)
        {
            Interlocked.Decrement(ref _count);
            RaiseUnheard(note.Ticks);
            if (note.Type.Share.BeUnheard())
            {
                _unheard.Enqueue(note.Type);
            }

            return;
        }

        _notes.Enqueue(note);
    }

    public bool TryTake(out StreamNote note)
    {
        if (!_notes.TryDequeue(out note))
        {
            return false;
        }

        Interlocked.Decrement(ref _count);
        return true;
    }

    /// <summary>The newest time, in UTC ticks, of an error that found no room since this was last asked; 0 when there was none.</summary>
    public long TakeUnheardTicks() => Interlocked.Exchange(ref _unheardTicks, 0);

    /// <summary>The next type that found no room. Its counts are to be looked at after this: what comes from now on is noted again.</summary>
    public bool TryTakeUnheard([MaybeNullWhen(false)] out PatternSubject type)
    {
        if (!_unheard.TryDequeue(out type))
        {
            return false;
        }

        type.Share.BeHeard();
        return true;
    }

    private void RaiseUnheard(long ticks)
    {
        var seen = Volatile.Read(ref _unheardTicks);
        while (ticks > seen)
        {
            var was = Interlocked.CompareExchange(ref _unheardTicks, ticks, seen);
            if (was == seen)
            {
                return;
            }

            seen = was;
        }
    }
}
