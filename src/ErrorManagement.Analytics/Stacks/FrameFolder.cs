namespace ErrorManagement.Analytics.Stacks;

/// <summary>Brings frames into a form that does not depend on how deep a recursion went: what comes again right away counts once, also rounds of several frames.</summary>
internal static class FrameFolder
{
    /// <summary>The frames without what comes again. Pure.</summary>
    public static List<string> Fold(IReadOnlyList<string> frames)
    {
        var folded = new List<string>(frames);
        while (FoldOnce(folded) is var once && once.Count < folded.Count)
        {
            folded = once;
        }

        return folded;
    }

    private static List<string> FoldOnce(List<string> frames)
    {
        var folded = new List<string>(frames.Count);
        for (var at = 0; at < frames.Count;)
        {
            var (period, rounds) = RoundsAt(frames, at);
            folded.AddRange(frames.GetRange(at, period));
            at += period * rounds;
        }

        return folded;
    }

    /// <summary>The shortest round that comes again, and how often it is there; one frame once when there is none.</summary>
    private static (int Period, int Rounds) RoundsAt(List<string> frames, int at)
    {
        for (var period = 1; period <= StackFolder.MaxPeriod && at + (2 * period) <= frames.Count; period++)
        {
            var same = 0;
            while (at + period + same < frames.Count && frames[at + same] == frames[at + period + same])
            {
                same++;
            }

            if (same >= period)
            {
                return (period, (same / period) + 1);
            }
        }

        return (1, 1);
    }
}
