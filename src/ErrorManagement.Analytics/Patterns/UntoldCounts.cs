namespace ErrorManagement.Analytics.Patterns;

/// <summary>Brings what types counted into the seconds of the windows, told of or not. Not safe on many threads.</summary>
/// <param name="windows">Where to.</param>
internal sealed class UntoldCounts(ErrorWindows windows)
{
    private const long LoudFor = 2 * TimeSpan.TicksPerSecond; // a thread that read the clock and was stopped may still add to what it said

    private readonly List<PatternSubject> _loud = [];

    /// <summary>A type may count from now on what it does not tell of: it is looked at each second.</summary>
    public void Watch(PatternSubject type)
    {
        if (!type.Share.IsLoud)
        {
            type.Share.IsLoud = true;
            _loud.Add(type);
        }
    }

    /// <summary>Takes over from all types that are watched; those that tell of each error again are watched no more.</summary>
    /// <param name="ticks">The time of the newest error, in UTC ticks.</param>
    public void TakeAll(long ticks)
    {
        var left = 0;
        for (var i = 0; i < _loud.Count; i++)
        {
            var type = _loud[i];
            Take(type, ticks);
            type.Share.IsLoud = ticks - type.Share.SilentFrom < LoudFor;
            if (type.Share.IsLoud)
            {
                _loud[left++] = type;
            }
        }

        _loud.RemoveRange(left, _loud.Count - left);
    }

    /// <summary>Adds to the seconds what a type counted since it was last asked.</summary>
    /// <param name="type">The type.</param>
    /// <param name="ticks">Up to when, in UTC ticks.</param>
    public void Take(PatternSubject type, long ticks)
    {
        // What it counts already beyond this time, it tells of in a moment.
        var slot = Math.Min(type.LatestSlot, type.SlotOf(ticks));
        if (slot < 0)
        {
            return;
        }

        ref var share = ref type.Share;
        if (slot != share.Newest.Slot)
        {
            // Of the cell before, some may still come: their threads were stopped on the way. Of those between, notes may have waited.
            Credit(type, ref share.Earlier, ticks);
            var known = share.Newest;
            share.Earlier = SlotCredit.None;
            for (var between = Math.Max(known.Slot >= 0 ? known.Slot : type.FirstSlot, slot - PatternSubject.CellsPerWindow); between < slot; between++)
            {
                share.Earlier = between == known.Slot ? known : new SlotCredit(between, 0);
                Credit(type, ref share.Earlier, ticks);
            }

            share.Newest = new SlotCredit(slot, 0);
        }
        else
        {
            Credit(type, ref share.Earlier, ticks);
        }

        Credit(type, ref share.Newest, ticks);
    }

    public void Clear()
    {
        _loud.ForEach(static type => type.Share.IsLoud = false);
        _loud.Clear();
    }

    private void Credit(PatternSubject type, ref SlotCredit credit, long ticks)
    {
        if (credit.Slot >= 0 && type.CountIn(credit.Slot) is var count && count > credit.Count)
        {
            windows.AddCounted(Math.Min(ticks, type.EndOf(credit.Slot)), count - credit.Count);
            credit = credit with { Count = count };
        }
    }
}
