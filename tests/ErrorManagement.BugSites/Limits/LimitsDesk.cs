namespace ErrorManagement.BugSites.Limits;

/// <summary>
/// Pairs of bugs whose stacks are the same to the last offset once the compiler has optimised them: run and shown, not scored.
/// docs/accuracy-bug-sites.md says of each why.
/// </summary>
internal static class LimitsDesk
{
    public static void Run(string action, int i)
    {
        switch (action)
        {
            case "merged-left":
                Left(i);
                break;
            case "merged-right":
                Right(i);
                break;
            case "null-left":
                Sink.Take(LeftLength(Sink.Null<string>(i)!));
                break;
            case "null-right":
                Sink.Take(RightLength(Sink.Null<string>(i)!));
                break;
            case "new-left":
                Sink.Take(new LeftCase(i));
                break;
            case "new-right":
                Sink.Take(new RightCase(i));
                break;
            default:
                throw new ArgumentException(action);
        }
    }

    // Both are inlined, and the two equal calls become one instruction.
    private static void Left(int i) => Check(i);

    private static void Right(int i) => Check(i);

    private static void Check(int i)
    {
        if (i >= 0)
        {
            throw new NotSupportedException(Guard.Unmet);
        }
    }

    // The machine reports the fault, and the offset given for it is that of a neighbour.
    private static int LeftLength(string text) => text.Length;

    private static int RightLength(string text) => text.Length;
}
