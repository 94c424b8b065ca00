namespace ErrorManagement.Analytics.Stacks.Restoration;

/// <summary>
/// Puts back the own frames that a compiler left out of a stack. The frames that are there keep their places in the code, exact to the
/// statement: when the next frame is not called by that statement, but by one and only one chain of methods that it calls, those methods were
/// inlined or replaced by their last calls. Where several chains fit, or none, nothing is put in and the stack is said to be incomplete.
/// Pure: the same frames and code give the same result, in every process.
/// </summary>
internal sealed class FrameRestorer
{
    private readonly StackSurroundings _around = new();
    private readonly List<PlacedFrame> _result = [];
    private readonly HashSet<int> _gaps = [];
    private readonly WayFinder _finder;
    private bool _complete;

    public FrameRestorer(ICodeIndex index) => _finder = new WayFinder(index, _around);

    /// <summary>The own frames, those put back among them.</summary>
    /// <param name="frames">The frames that are there, also those of libraries, the innermost first.</param>
    /// <param name="thrown">The exception's type.</param>
    /// <param name="handed">What was handed on by the frames of the exception around it, where there is one: it was caught below them.</param>
    public RestoredStack Restore(IReadOnlyList<PlacedFrame> frames, Type thrown, HandedMethods? handed = null)
    {
        _complete = true;
        handed ??= HandedMethods.None;
        var handedOn = handed;
        _around.BeginStack(frames, thrown);

        var own = new List<RestoredFrame>();
        for (int from = 0, to; from < frames.Count; from = to)
        {
            to = from + 1;
            while (to < frames.Count && !frames[to].Method.ThrowsOn)
            {
                to++;
            }

            Segment(frames, from, to, handed);
            for (var i = _result.Count - 1; i >= 0; i--)
            {
                var (method, offset) = _result[i];
                own.Add(new RestoredFrame(method, method.Code?.StatementName(offset), _gaps.Contains(i)));
            }

            handedOn = from == 0 ? _around.Handed : handedOn;
        }

        return new RestoredStack(own, _complete, handedOn);
    }

    /// <summary>The exception's way from where it was thrown to where it was caught, the outermost frame first.</summary>
    private void Segment(IReadOnlyList<PlacedFrame> frames, int from, int to, HandedMethods handed)
    {
        _result.Clear();
        _gaps.Clear();
        _around.BeginSegment(frames, to, handed);
        PlacedFrame? host = null;
        var isOpaque = false;
        var innermost = from;
        while (innermost < to && !frames[innermost].Method.IsOwn)
        {
            innermost++;
        }

        for (var i = to - 1; i >= from; i--)
        {
            var frame = frames[i];
            var isInnermost = i == from;
            if (frame.Method.IsOwn)
            {
                if (i + 1 < to && !frames[i + 1].Method.IsOwn && !isOpaque)
                {
                    Put(null, _finder.FromForeign(frame.Method, host));
                }

                host = frame;
                isOpaque = false;
                _result.Add(frame);
                _around.Pass(frame);
            }
            else
            {
                isOpaque |= frame.Method.IsOpaque;
            }

            if (!frame.Method.IsOwn)
            {
                Put(null, isInnermost ? _finder.InsideForeign(frame, innermost == to) : WayFinder.NothingBetween);
            }
            else if (frame.Method.Code is not { } code)
            {
                _complete = false;
            }
            else
            {
                var ways = isInnermost ? _finder.ToThrow(code, frame.Offset)
                    : frames[i - 1].Method is { IsOwn: true } own ? _finder.ToOwn(frame, code, own)
                    : _finder.ToForeign(code, frame.Offset, frames[i - 1].Method, i == innermost);

                // In optimised code 0 also stands for a place that is not known.
                if (frame.Offset == 0 && !BeginIn(code.StatementAt(0), ways))
                {
                    frame = frame with { Offset = -1 };
                    _result[^1] = frame;
                }

                Put(i == to - 1 ? frame : null, ways);
            }
        }
    }

    /// <summary>Puts in the one way there is.</summary>
    /// <param name="outermost">The frame it begins in, if none is further out: what is thrown was caught there or on the way.</param>
    /// <param name="ways">The ways found; null when that was too much to decide.</param>
    private void Put(PlacedFrame? outermost, IReadOnlyList<CallPath>? ways)
    {
        var mustCatch = outermost is { Offset: >= 0 } frame && frame.Method.Code?.Catches(frame.Offset, _around.Thrown) == false;
        if (mustCatch && ways is { Count: > 1 } && ways.Where(way => CatcherOf(way) >= 0).ToList() is { Count: > 0 } catching)
        {
            ways = catching;
        }

        // What came to a frame further out was not caught on the way.
        if (ways is { Count: > 1 } && (outermost is not { } last || (last.Offset >= 0 && !mustCatch)) && ways.Where(way => !IsStopped(way)).ToList() is { Count: > 0 } passing)
        {
            ways = passing;
        }

        if (ways is not [var only])
        {
            _complete = false;
            if (!CutRecursion(ways ?? []))
            {
                _gaps.Add(_result.Count - 1);
                PutShared(ways ?? []);
            }

            return;
        }

        if (mustCatch && CatcherOf(only) is >= 0 and var catcher)
        {
            // The method that caught it was inlined into one that the exception never came to.
            _result.Clear();
            _gaps.Clear();
            _result.AddRange(only.Steps.Skip(catcher));
            return;
        }

        foreach (var step in only.Steps)
        {
            // Its place is the first that fits, and may have been another one.
            _result.Add(step);
            step.Method.Code!.AddTaken(CodeScope.All, _around.PutBack);
        }
    }

    private static bool BeginIn(CodeScope statement, IReadOnlyList<CallPath>? ways) => ways is { Count: > 0 } && ways.All(way => way.Site < 0 || statement.Holds(way.Site));

    private bool IsStopped(CallPath way) => way.Steps.Any(step => step.Method.Code!.Stops(step.Offset, _around.Thrown));

    /// <summary>Puts in what all of several ways begin with: that was there whichever of them it was.</summary>
    private void PutShared(IReadOnlyList<CallPath> ways)
    {
        for (var i = 0; ways.Count is > 0 and < CallPaths.MaxFound && i < ways[0].Steps.Count; i++)
        {
            var step = ways[0].Steps[i];
            if (ways.Any(way => way.Steps.Count <= i || !ReferenceEquals(way.Steps[i].Method, step.Method)))
            {
                return;
            }

            _result.Add(step);
        }
    }

    /// <summary>
    /// Where a way leads back into a recursion that is under way, only its first frame is certain: what the recursion leads to may hang on that one.
    /// </summary>
    private bool CutRecursion(IReadOnlyList<CallPath> ways)
    {
        var certain = _result.Count;
        for (var i = _result.Count - 1; i >= 0 && (i == _result.Count - 1 || RecursionFolder.Names(_result[i].Method, _result[i + 1].Method)); i--)
        {
            certain = ways.Any(way => way.Steps.Any(step => ReferenceEquals(step.Method, _result[i].Method))) ? i : certain;
        }

        if (certain == _result.Count)
        {
            return false;
        }

        _gaps.RemoveWhere(gap => gap >= certain);
        _result.RemoveRange(certain + 1, _result.Count - certain - 1);
        _result[certain] = _result[certain] with { Offset = -1 };
        _gaps.Add(certain);
        return true;
    }

    /// <summary>The step that catches what comes from further in: the innermost one; negative for none.</summary>
    private int CatcherOf(CallPath way)
    {
        for (var i = way.Steps.Count - 1; i >= 0; i--)
        {
            if (way.Steps[i].Method.Code!.Catches(way.Steps[i].Offset, _around.Thrown))
            {
                return i;
            }
        }

        return -1;
    }
}
