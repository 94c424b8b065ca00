using System.Runtime.CompilerServices;
using ErrorManagement.Policies;

namespace ErrorManagement;

/// <summary>What the policies that an exception passed through know of its call. The exception itself stays as it is: the note lies beside it.</summary>
/// <remarks>
/// Safe on any thread. Retries, breakers and fallbacks of the whole process write notes from the moment on that somebody may read them: once one of them was given a sink, or <see cref="Keep"/> was called.
/// Of two policies of one kind the outer one is told, as it comes last. Exceptions are remembered weakly, about a thousand of them, so a note is good while its exception is being handled and may be gone
/// later; of an exception that left a retry, the tries are known as long as it lives. An object that is thrown again keeps what no policy writes anew.
/// </remarks>
public static class ResilienceNotes
{
    private const int Size = 1_024;

    private static NoteSlot?[]? s_slots;

    /// <summary>Whether notes are to be written at all. Costs one read.</summary>
    internal static bool AreKept => Volatile.Read(ref s_slots) is not null;

    /// <summary>What is known of an exception.</summary>
    /// <param name="exception">The exception, the very object that passed through the policies.</param>
    /// <returns>The note; null when it passed through none, or that was forgotten.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="exception"/> is null.</exception>
    public static ResilienceNote? Of(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        var note = SlotOf(exception)?.Read(exception);
        return note?.Attempt is null && AttemptLedger.LatestOf(exception) is { } latest
            ? (note ?? new ResilienceNote()) with { Attempt = latest.Number, MaxAttempts = latest.MaxAttempts }
            : note;
    }

    /// <summary>Makes policies write notes from now on, also those without a sink. For whoever records errors that it catches itself; a registry does it when it is made. Cannot be undone.</summary>
    public static void Keep()
    {
        if (!AreKept)
        {
            Interlocked.CompareExchange(ref s_slots, new NoteSlot?[Size], null);
        }
    }

    /// <summary>Tells the breaker that judged an exception which record it became, so that rejections can name it as their cause. For sinks and registries; without effect on an exception that passed through no breaker.</summary>
    /// <param name="exception">The exception.</param>
    /// <param name="id">Its record; none has no effect.</param>
    /// <exception cref="ArgumentNullException"><paramref name="exception"/> is null.</exception>
    public static void Recorded(Exception exception, ErrorId id)
    {
        ArgumentNullException.ThrowIfNull(exception);
        if (!id.IsNone)
        {
            SlotOf(exception)?.Tell(exception, id);
        }
    }

    /// <summary>Notes which try of a retry it was that failed.</summary>
    internal static void NoteAttempt(Exception exception, int number, int most)
    {
        if (Enter(exception) is { } slot)
        {
            slot.SetAttempt(number, most);
            slot.Exit();
        }
    }

    /// <summary>Notes what a breaker made of it.</summary>
    /// <param name="exception">The failure.</param>
    /// <param name="breaker">The breaker's name.</param>
    /// <param name="state">Its state afterwards, as its wire name.</param>
    /// <param name="record">Where the breaker looks for the failure's record; null when it does not care.</param>
    internal static void NoteBreaker(Exception exception, string breaker, string state, KnownRecord? record)
    {
        if (Enter(exception) is { } slot)
        {
            slot.SetBreaker(breaker, state, record);
            slot.Exit();
        }
    }

    /// <summary>Notes which fallback answered.</summary>
    internal static void NoteFallback(Exception exception, string name)
    {
        if (Enter(exception) is { } slot)
        {
            slot.SetFallback(name);
            slot.Exit();
        }
    }

    /// <summary>Notes the same of the exception that leaves in the place of another one.</summary>
    internal static void Hand(Exception exception, Exception successor)
    {
        if (SlotOf(exception)?.Read(exception) is { } note && Enter(successor) is { } slot)
        {
            slot.Set(note);
            slot.Exit();
        }
    }

    private static NoteSlot? SlotOf(Exception exception)
    {
        if (Volatile.Read(ref s_slots) is not { } slots)
        {
            return null;
        }

        var hash = RuntimeHelpers.GetHashCode(exception);
        return Volatile.Read(ref slots[(uint)hash % Size]) is { } slot && slot.Hash == hash ? slot : null;
    }

    /// <summary>The exception's place, to be left again; what it said of another one is forgotten. Null when nobody wants notes, or another thread is in it for longer than it should.</summary>
    private static NoteSlot? Enter(Exception exception)
    {
        if (Volatile.Read(ref s_slots) is not { } slots)
        {
            return null;
        }

        var hash = RuntimeHelpers.GetHashCode(exception);
        ref var place = ref slots[(uint)hash % Size];
        var slot = Volatile.Read(ref place);
        if (slot is null)
        {
            slot = new NoteSlot();
            slot = Interlocked.CompareExchange(ref place, slot, null) ?? slot;
        }

        return slot.TryEnter(exception, hash) ? slot : null;
    }
}
