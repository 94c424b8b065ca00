namespace ErrorManagement.Analytics.Stacks;

/// <summary>Folds what comes again and again, as recursion does: once, and how often it came again. Pure; linear in the number of frames.</summary>
internal static class StackFolder
{
    /// <summary>How many frames a recursion may take for one round.</summary>
    public const int MaxPeriod = 8;

    // A frame that comes twice is shown twice: the word for it would take as much room.
    private const int MinFolded = 2;

    /// <summary>The folded entries, bounded: of too many, the innermost and the outermost are kept.</summary>
    /// <param name="count">How many frames there are.</param>
    /// <param name="frame">A frame by its place, innermost first.</param>
    /// <param name="same">Whether two frames are the same place in the program.</param>
    /// <param name="most">How many entries are kept; at least 4.</param>
    public static List<StackEntry<T>> Fold<T>(int count, Func<int, T> frame, Func<T, T, bool> same, int most)
        where T : class
    {
        var entries = new List<StackEntry<T>>();
        for (var at = 0; at < count;)
        {
            var (period, times) = RunAt(count, frame, same, at);
            for (var i = 0; i < period; i++)
            {
                entries.Add(StackEntry<T>.Of(frame(at + i)));
            }

            if (times > 0)
            {
                entries.Add(StackEntry<T>.Again(period, times));
            }

            at += period * (times + 1);
        }

        return Bound(entries, most);
    }

    /// <summary>The shortest round that comes again at least so often that folding is worth it.</summary>
    private static (int Period, int Times) RunAt<T>(int count, Func<int, T> frame, Func<T, T, bool> same, int at)
    {
        for (var period = 1; period <= MaxPeriod && at + (2 * period) <= count; period++)
        {
            var length = 0;
            while (at + period + length < count && same(frame(at + length), frame(at + period + length)))
            {
                length++;
            }

            if (length / period is var times && times * period >= MinFolded)
            {
                return (period, times);
            }
        }

        return (1, 0);
    }

    private static List<StackEntry<T>> Bound<T>(List<StackEntry<T>> entries, int most)
        where T : class
    {
        if (entries.Count <= most)
        {
            return entries;
        }

        var first = most * 2 / 3;
        var last = most - first - 1;
        var leftOut = 0L;
        foreach (var entry in entries.Skip(first).Take(entries.Count - first - last))
        {
            leftOut += entry.Frame is not null ? 1 : (long)Math.Max(1, entry.Above) * entry.Times;
        }

        return [.. entries.Take(first), StackEntry<T>.LeftOut((int)leftOut), .. entries.Skip(entries.Count - last)];
    }
}
