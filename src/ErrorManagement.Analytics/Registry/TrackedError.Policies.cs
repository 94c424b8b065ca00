namespace ErrorManagement.Analytics.Registry;

// What becomes known of an occurrence after it was counted: policies further out retried it, or answered for it.
internal sealed partial class TrackedError
{
    private const int MaxAliases = 64;

    private Queue<ulong>? _aliases;

    /// <summary>An occurrence that is counted already turns out to have gone well in the end.</summary>
    public void CountRecovered()
    {
        Interlocked.Increment(ref _recovered);
        PassOnLate();
    }

    /// <summary>Adds to a kept occurrence what became known of it; one that was not kept, or is no longer, stays away.</summary>
    /// <param name="instance">The exception it was, as <see cref="OccurrenceDetails.Instance"/>.</param>
    /// <param name="note">What policies know of it; null for nothing new.</param>
    /// <param name="recovered">Whether the call went well in the end.</param>
    /// <param name="handled">Whether somebody answered for it.</param>
    public void AmendExample(int instance, ResilienceNote? note, bool recovered, bool handled)
    {
        if (instance == 0 || !_gate.TryEnter())
        {
            return;
        }

        try
        {
            _examples.Amend(instance, note, recovered, handled);
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>Takes note of the handle of a record that became part of this one. Returns one that is one too many, or 0.</summary>
    public ulong AddAlias(ulong handle)
    {
        lock (_gate)
        {
            if (_aliases?.Contains(handle) ?? false)
            {
                return 0;
            }

            (_aliases ??= []).Enqueue(handle);
            return _aliases.Count > MaxAliases ? _aliases.Dequeue() : 0;
        }
    }

    /// <summary>The handles that lead here, its own among them.</summary>
    public ulong[] GetHandles()
    {
        lock (_gate)
        {
            return [Handle, .. _aliases ?? []];
        }
    }
}
