namespace ErrorManagement.Analytics.Stacks.Restoration;

/// <summary>
/// Puts back the own frames that a compiler left out of a stack. The frames that are there keep their places in the code, exact to the
/// statement: when the next frame is not called by that statement, but by one and only one chain of methods that it calls, those methods were
/// inlined or replaced by their last calls. Where several chains fit, or none, nothing is put in and the stack is said to be incomplete.
/// Pure: the same frames and code give the same result, in every process.
/// </summary>
internal sealed partial class FrameRestorer(ICodeIndex index)
{
    // Between own code and a frame of a library, other methods of that library may have vanished too.
    private const int ForeignDepth = 6;

    private static readonly CallPath[] NothingBetween = [new(-1, [])];

    private readonly CallPaths _paths = new(index);
    private readonly List<ICodeMethod> _wide = [];
    private readonly List<ICodeMethod> _near = [];
    private readonly List<PlacedFrame> _result = [];
    private readonly HashSet<int> _gaps = [];
    private readonly List<ICodeMethod> _inner = [];
    private readonly List<ICodeMethod> _outer = [];
    private readonly List<ICodeMethod> _put = [];
    private HandedMethods _handed = HandedMethods.None;
    private Type _thrown = typeof(Exception);
    private bool _complete;

    /// <summary>The own frames, those put back among them.</summary>
    /// <param name="frames">The frames that are there, also those of libraries, the innermost first.</param>
    /// <param name="thrown">The exception's type.</param>
    /// <param name="handed">What was handed on by the frames of the exception around it, where there is one: it was caught below them.</param>
    public RestoredStack Restore(IReadOnlyList<PlacedFrame> frames, Type thrown, HandedMethods? handed = null)
    {
        _complete = true;
        _thrown = thrown;
        _handed = handed ?? HandedMethods.None;
        var handedOn = _handed;
        _wide.Clear();
        foreach (var frame in frames)
        {
            if (frame.Method.IsOwn)
            {
                frame.Method.Code?.AddTaken(CodeScope.All, _wide);
            }
        }

        var own = new List<RestoredFrame>();
        for (int from = 0, to; from < frames.Count; from = to)
        {
            to = from + 1;
            while (to < frames.Count && !frames[to].Method.ThrowsOn)
            {
                to++;
            }

            Segment(frames, from, to);
            for (var i = _result.Count - 1; i >= 0; i--)
            {
                var (method, offset) = _result[i];
                own.Add(new RestoredFrame(method, method.Code?.StatementName(offset), _gaps.Contains(i)));
            }

            handedOn = from == 0 ? new HandedMethods([.. _near], [.. _put]) : handedOn;
        }

        return new RestoredStack(own, _complete, handedOn);
    }

    /// <summary>The exception's way from where it was thrown to where it was caught, the outermost frame first.</summary>
    private void Segment(IReadOnlyList<PlacedFrame> frames, int from, int to)
    {
        _result.Clear();
        _gaps.Clear();
        _near.Clear();
        _near.AddRange(_handed.Near);
        _put.Clear();
        _put.AddRange(_handed.Put);
        _outer.Clear();
        _inner.Clear();
        for (var i = to - 1; i >= 0; i--)
        {
            if (frames[i].Method.IsOwn)
            {
                _inner.Add(frames[i].Method);
            }
        }

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
                    Put(null, FromForeign(frame.Method, host));
                }

                host = frame;
                isOpaque = false;
                _outer.Add(frame.Method);
                _inner.RemoveAt(0);
                _result.Add(frame);
                frame.Method.Code?.AddTaken(frame.Method.Code.StatementAt(frame.Offset), _near);
            }
            else
            {
                isOpaque |= frame.Method.IsOpaque;
            }

            if (!frame.Method.IsOwn)
            {
                Put(null, isInnermost ? InsideForeign(frame, innermost == to) : NothingBetween);
            }
            else if (frame.Method.Code is not { } code)
            {
                _complete = false;
            }
            else
            {
                var ways = isInnermost ? ToThrow(code, frame.Offset)
                    : frames[i - 1].Method is { IsOwn: true } own ? ToOwn(frame, code, own)
                    : ToForeign(code, frame.Offset, frames[i - 1].Method, i == innermost);

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
        var mustCatch = outermost is { Offset: >= 0 } frame && frame.Method.Code?.Catches(frame.Offset, _thrown) == false;
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
            step.Method.Code!.AddTaken(CodeScope.All, _put);
        }
    }

    private static bool BeginIn(CodeScope statement, IReadOnlyList<CallPath>? ways) => ways is { Count: > 0 } && ways.All(way => way.Site < 0 || statement.Holds(way.Site));

    private bool IsStopped(CallPath way) => way.Steps.Any(step => step.Method.Code!.Stops(step.Offset, _thrown));

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
            if (way.Steps[i].Method.Code!.Catches(way.Steps[i].Offset, _thrown))
            {
                return i;
            }
        }

        return -1;
    }

    private IReadOnlyList<CallPath>? ToOwn(PlacedFrame host, MethodCode code, ICodeMethod next)
    {
        var statement = code.ScopeAt(host.Offset);
        var goal = new OwnGoal(next);
        var ways = FirstOf(code, statement, goal);
        if (ways is not { Count: 0 })
        {
            return ways;
        }

        // What is cleaned up after an error has a frame of its own, in the same method.
        if (ReferenceEquals(host.Method, next))
        {
            return NothingBetween;
        }

        // Foreign code that was inlined itself, or a delegate that came from elsewhere.
        if (next.IsEntry && MayBeRunBy(code, statement, next))
        {
            return NothingBetween;
        }

        ways = FromAnywhere(code, statement, goal);
        return ways is { Count: 0 } ? _paths.Find(code, CodeScope.All, _near, _wide, goal) : ways;
    }

    private IReadOnlyList<CallPath>? ToForeign(MethodCode code, int offset, ICodeMethod next, bool isInnermost)
    {
        var statement = code.ScopeAt(offset);

        // What a delegate runs may lead anywhere: other calls of the method then explain nothing.
        var runsDelegate = code.Calls.Any(call => call.Kind == CodeCallKind.Delegate && statement.Holds(call.Offset));
        if (!next.IsOpaque && LeadTo(code, statement, next, runsDelegate) is var ways and not { Count: 0 })
        {
            return ways;
        }

        // For some instructions the runtime throws from frames of its own.
        if (isInnermost && ThrowGoal.FaultsOf(_thrown) is not FaultKinds.None and var kinds)
        {
            foreach (var scope in (ReadOnlySpan<CodeScope>)[ThrowGoal.SharePlace(kinds) ? CodeScope.All : statement, CodeScope.All])
            {
                var faults = FirstOf(code, scope, new ThrowGoal(_thrown, isStrict: true));
                if (faults is not { Count: 0 })
                {
                    return faults;
                }
            }
        }

        return runsDelegate ? [] : FirstOf(code, statement, new ForeignGoal(null, 0));
    }

    /// <summary>
    /// Ways to a foreign frame. The statement comes first, however many foreign methods vanished below it: what was called right there is found at once,
    /// while a search through the own methods of a large program ends undecided, and sooner or later by the frames that happen to be there.
    /// </summary>
    private IReadOnlyList<CallPath>? LeadTo(MethodCode code, CodeScope statement, ICodeMethod next, bool runsDelegate)
    {
        ForeignGoal[] goals = [new(next, 0), new(next, ForeignDepth)];
        var isRightThere = new ForeignGoal(next, ForeignDepth).SiteIn(code, statement, []) >= 0; // a goal is asked once for a place
        foreach (var goal in goals)
        {
            var ways = FirstOf(code, statement, goal, isRightThere);
            ways = ways is { Count: 0 } ? FromAnywhere(code, statement, goal) : ways;
            if (ways is not { Count: 0 })
            {
                return ways;
            }
        }

        foreach (var goal in runsDelegate ? [] : goals)
        {
            var ways = FirstOf(code, CodeScope.All, goal);
            if (ways is not { Count: 0 })
            {
                return ways;
            }
        }

        return [];
    }

    private IReadOnlyList<CallPath>? ToThrow(MethodCode code, int offset)
    {
        var statement = ThrowGoal.SharePlace(ThrowGoal.FaultsOf(_thrown)) ? CodeScope.All : code.ScopeAt(offset);
        foreach (var scope in (ReadOnlySpan<CodeScope>)[statement, CodeScope.All])
        {
            foreach (var isStrict in (ReadOnlySpan<bool>)[true, false])
            {
                var ways = _paths.Find(code, scope, _near, [], new ThrowGoal(_thrown, isStrict));
                ways = ways is { Count: 0 } && _put.Count > 0 ? _paths.Find(code, scope, _put, [], new ThrowGoal(_thrown, isStrict)) : ways;
                if (ways is not { Count: 0 })
                {
                    return ways;
                }
            }
        }

        return [];
    }

    /// <summary>From frames of a library to own code.</summary>
    private IReadOnlyList<CallPath>? FromForeign(ICodeMethod next, PlacedFrame? host)
    {
        if (next.IsEntry || _wide.Contains(next))
        {
            return NothingBetween;
        }

        if (index.TakenAnywhere.Contains(next))
        {
            return NothingBetween;
        }

        if (host is null)
        {
            return [];
        }

        var goal = new OwnGoal(next);
        var ways = _paths.FindFrom(_near, goal);
        ways = ways is { Count: 0 } ? _paths.FindFrom(_wide, goal) : ways;
        return ways is { Count: 0 } ? _paths.FindFrom(_put, goal) : ways;
    }

    /// <summary>A library's frame, into which own code that it was handed may have vanished.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="isAlone">Whether there is no own frame on this way, as where the error was thrown on another thread.</param>
    private IReadOnlyList<CallPath>? InsideForeign(PlacedFrame frame, bool isAlone)
    {
        if (frame.Method.Code is not { } code)
        {
            return NothingBetween;
        }

        var statement = code.ScopeAt(frame.Offset);
        if (code.Throws.Any(site => statement.Holds(site.Offset)))
        {
            return NothingBetween;
        }

        var called = code.Calls.Where(call => statement.Holds(call.Offset) && call.Kind is CodeCallKind.Delegate or CodeCallKind.Virtual).ToList();
        if (called.Count == 0)
        {
            // Methods of the library that run what it was handed may have vanished too.
            return _near.Count + _put.Count > 0 && new DelegateRun(_thrown).IsIn(code, statement) && Handed([]) is var below and not { Count: 0 } ? below : NothingBetween;
        }

        // Besides what it was handed, all that overrides or implements what it calls.
        var inside = called.Where(static call => call.Kind == CodeCallKind.Virtual).SelectMany(call => index.ImplementationsOf(call.Target)).Where(static method => method.IsOwn);
        var ways = Handed(inside);
        if (ways is { Count: 0 } && isAlone)
        {
            // Who waits for what was run elsewhere has most often handed it over.
            ways = _paths.FindFrom([.. _wide.Where(method => called.Exists(call => call.Kind == CodeCallKind.Delegate && method.FitsDelegate(call.Target)))], new ThrowGoal(_thrown, isStrict: true));
        }

        return ways is { Count: 0 } ? NothingBetween : ways;
    }

    /// <summary>Ways to the throw through what was handed on: by the frames that are there, or else by those that were put back.</summary>
    private IReadOnlyList<CallPath>? Handed(IEnumerable<ICodeMethod> others)
    {
        var ways = _paths.FindFrom([.. _near.Concat(others).Distinct()], new ThrowGoal(_thrown, isStrict: true));
        return ways is { Count: 0 } ? _paths.FindFrom(_put, new ThrowGoal(_thrown, isStrict: true)) : ways;
    }

    private IReadOnlyList<CallPath>? FirstOf(MethodCode code, CodeScope scope, IPathGoal goal, bool isRightThere = false)
    {
        var ways = _paths.Find(code, scope, _near, [], goal, isRightThere);
        return ways is { Count: 0 } && code.Calls.Any(call => call.RunsHanded && scope.Holds(call.Offset)) ? _paths.Find(code, scope, _near, _wide, goal, isRightThere) : ways;
    }
}
