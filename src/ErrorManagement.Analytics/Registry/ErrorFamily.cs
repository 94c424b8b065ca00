namespace ErrorManagement.Analytics.Registry;

/// <summary>
/// Errors of one process that differ in nothing but their stacks: component, types, codes and template are the same. It knows how many keys their
/// stacks have made, so that an error whose stack is new each time is found by less and less of it; and which records there are. Goes with its last record.
/// </summary>
/// <param name="key">The key that the family is found by.</param>
/// <param name="families">All of them.</param>
internal sealed class ErrorFamily(ulong key, KeyTable<ErrorFamily> families)
{
    /// <summary>Keys that a family makes at each width before it takes the next.</summary>
    public const int FreeKeys = 128;

    /// <summary>Further ones for each record in it: as its methods are compiled anew, one error has tens of them.</summary>
    public const int KeysPerRecord = 32;

    private const int MaxStarts = 256;

    private readonly Lock _gate = new();
    private readonly List<TrackedError> _members = new(1);
    private Start[] _starts = new Start[1];
    private int _started;
    private int _oldest;
    private long _made;
    private int _width;
    private bool _ended;

    /// <summary>The widest look at a stack that tells its errors apart now. Rises when the last one has made more keys than the family is worth.</summary>
    public StackWidth Width
    {
        get
        {
            lock (_gate)
            {
                if (_made > FreeKeys && _width < (int)StackWidth.None && _made > FreeKeys + ((long)KeysPerRecord * FinishedLocked()))
                {
                    _width++;
                    _made = 0;
                }

                return (StackWidth)_width;
            }
        }
    }

    /// <summary>Adds a record that came with a key of its own. False when the family has ended meanwhile: another one is to be made.</summary>
    public bool TryJoin(TrackedError record, in FrameStart start)
    {
        lock (_gate)
        {
            if (_ended)
            {
                return false;
            }

            _made++;
            _members.Add(record);
            AddLocked(new Start(record, start));
        }

        // A record that has ended meanwhile knows of no family to leave.
        if (!record.TryEnter(this))
        {
            Leave(record, record.Living);
        }

        return true;
    }

    /// <summary>Takes a record out that has ended; the one that it became part of, if any, takes its place.</summary>
    public void Leave(TrackedError record, TrackedError? successor)
    {
        var enters = successor is not null && successor.TryEnter(this);
        lock (_gate)
        {
            _members.Remove(record);
            for (var i = 0; i < _started; i++)
            {
                if (ReferenceEquals(_starts[i].Record, record))
                {
                    _starts[i] = enters ? new Start(successor!, _starts[i].Frames) : default;
                }
            }

            if (enters && !_members.Contains(successor!))
            {
                _members.Add(successor!);
            }

            if (_members.Count > 0 || _ended)
            {
                return;
            }

            _ended = true;
        }

        families.Remove(key, this);
    }

    /// <summary>
    /// The record that an error seen on its way out belongs to most likely: the only one there is, or the one seen last that began with the same frames. Null when that is not known.
    /// </summary>
    public TrackedError? Guess(in FrameStart start)
    {
        lock (_gate)
        {
            return _members.Count == 1 ? _members[0].Living : AlikeLocked(in start);
        }
    }

    /// <summary>The living record that is the most like an error that cannot have one of its own; null when there is none.</summary>
    public TrackedError? Nearest(in FrameStart start)
    {
        lock (_gate)
        {
            if (AlikeLocked(in start) is { } alike)
            {
                return alike;
            }

            TrackedError? latest = null;
            foreach (var member in _members)
            {
                if (member.Living is { } living && (latest is null || living.LastSeenSteady > latest.LastSeenSteady))
                {
                    latest = living;
                }
            }

            return latest;
        }
    }

    private TrackedError? AlikeLocked(in FrameStart start)
    {
        TrackedError? alike = null;
        var most = 0;
        for (var i = 0; i < _started; i++)
        {
            ref var held = ref _starts[i];
            if (held.Record?.Living is { } living
                && held.Frames.SharedWith(in start) is var shared
                && shared > 0
                && (shared > most || (shared == most && living.LastSeenSteady >= alike!.LastSeenSteady)))
            {
                most = shared;
                alike = living;
            }
        }

        return alike;
    }

    private int FinishedLocked()
    {
        // Those that wait may turn out to be the same error.
        var finished = 0;
        foreach (var member in _members)
        {
            finished += member.Description is null ? 0 : 1;
        }

        return finished;
    }

    private void AddLocked(Start start)
    {
        if (_started == MaxStarts)
        {
            _starts[_oldest] = start;
            _oldest = (_oldest + 1) % MaxStarts;
            return;
        }

        if (_started == _starts.Length)
        {
            Array.Resize(ref _starts, _started * 2);
        }

        _starts[_started++] = start;
    }

    private readonly record struct Start(TrackedError? Record, FrameStart Frames);
}
