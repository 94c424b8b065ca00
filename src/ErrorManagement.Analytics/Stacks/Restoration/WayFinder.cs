namespace ErrorManagement.Analytics.Stacks.Restoration;

/// <summary>
/// Finds the ways that calls may have taken between two frames of a stack. Each search answers with the ways found, none where there is nothing to be found, or null
/// where that was too much to decide.
/// </summary>
/// <param name="index">The code of the program.</param>
/// <param name="around">What is known of the stack around the two frames.</param>
internal sealed class WayFinder(ICodeIndex index, StackSurroundings around)
{
    /// <summary>The one way that is no call of an own method: nothing is missing.</summary>
    public static readonly CallPath[] NothingBetween = [new(-1, [])];

    // Between own code and a frame of a library, other methods of that library may have vanished too.
    private const int ForeignDepth = 6;

    private readonly CallPaths _paths = new(index);

    /// <summary>From an own frame to the own frame after it.</summary>
    public IReadOnlyList<CallPath>? ToOwn(PlacedFrame host, MethodCode code, ICodeMethod next)
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
        return ways is { Count: 0 } ? _paths.Find(code, CodeScope.All, around.Near, around.Wide, goal) : ways;
    }

    /// <summary>From an own frame to a frame of a library.</summary>
    /// <param name="code">The own method.</param>
    /// <param name="offset">The place in it.</param>
    /// <param name="next">The method of the library.</param>
    /// <param name="isInnermost">Whether no own frame is further in.</param>
    public IReadOnlyList<CallPath>? ToForeign(MethodCode code, int offset, ICodeMethod next, bool isInnermost)
    {
        var statement = code.ScopeAt(offset);

        // What a delegate runs may lead anywhere: other calls of the method then explain nothing.
        var runsDelegate = code.Calls.Any(call => call.Kind == CodeCallKind.Delegate && statement.Holds(call.Offset));
        if (!next.IsOpaque && LeadTo(code, statement, next, runsDelegate) is var ways and not { Count: 0 })
        {
            return ways;
        }

        // For some instructions the runtime throws from frames of its own.
        if (isInnermost && ThrowGoal.FaultsOf(around.Thrown) is not FaultKinds.None and var kinds)
        {
            foreach (var scope in (ReadOnlySpan<CodeScope>)[ThrowGoal.SharePlace(kinds) ? CodeScope.All : statement, CodeScope.All])
            {
                var faults = FirstOf(code, scope, new ThrowGoal(around.Thrown, isStrict: true));
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

    /// <summary>From the innermost frame to what throws.</summary>
    public IReadOnlyList<CallPath>? ToThrow(MethodCode code, int offset)
    {
        var statement = ThrowGoal.SharePlace(ThrowGoal.FaultsOf(around.Thrown)) ? CodeScope.All : code.ScopeAt(offset);
        foreach (var scope in (ReadOnlySpan<CodeScope>)[statement, CodeScope.All])
        {
            foreach (var isStrict in (ReadOnlySpan<bool>)[true, false])
            {
                var ways = _paths.Find(code, scope, around.Near, [], new ThrowGoal(around.Thrown, isStrict));
                ways = ways is { Count: 0 } && around.PutBack.Count > 0 ? _paths.Find(code, scope, around.PutBack, [], new ThrowGoal(around.Thrown, isStrict)) : ways;
                if (ways is not { Count: 0 })
                {
                    return ways;
                }
            }
        }

        return [];
    }

    /// <summary>From frames of a library to own code.</summary>
    /// <param name="next">The own method.</param>
    /// <param name="host">The own frame before the library; null when there is none.</param>
    public IReadOnlyList<CallPath>? FromForeign(ICodeMethod next, PlacedFrame? host)
    {
        if (next.IsEntry || around.Wide.Contains(next))
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
        var ways = _paths.FindFrom(around.Near, goal);
        ways = ways is { Count: 0 } ? _paths.FindFrom(around.Wide, goal) : ways;
        return ways is { Count: 0 } ? _paths.FindFrom(around.PutBack, goal) : ways;
    }

    /// <summary>A library's frame, into which own code that it was handed may have vanished.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="isAlone">Whether there is no own frame on this way, as where the error was thrown on another thread.</param>
    public IReadOnlyList<CallPath>? InsideForeign(PlacedFrame frame, bool isAlone)
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
            return around.Near.Count + around.PutBack.Count > 0 && new DelegateRun(around.Thrown).IsIn(code, statement) && Handed([]) is var below and not { Count: 0 } ? below : NothingBetween;
        }

        // Besides what it was handed, all that overrides or implements what it calls.
        var inside = called.Where(static call => call.Kind == CodeCallKind.Virtual).SelectMany(call => index.ImplementationsOf(call.Target)).Where(static method => method.IsOwn);
        var ways = Handed(inside);
        if (ways is { Count: 0 } && isAlone)
        {
            // Who waits for what was run elsewhere has most often handed it over.
            ways = _paths.FindFrom([.. around.Wide.Where(method => called.Exists(call => call.Kind == CodeCallKind.Delegate && method.FitsDelegate(call.Target)))], new ThrowGoal(around.Thrown, isStrict: true));
        }

        return ways is { Count: 0 } ? NothingBetween : ways;
    }

    /// <summary>Ways to the throw through what was handed on: by the frames that are there, or else by those that were put back.</summary>
    private IReadOnlyList<CallPath>? Handed(IEnumerable<ICodeMethod> others)
    {
        var ways = _paths.FindFrom([.. around.Near.Concat(others).Distinct()], new ThrowGoal(around.Thrown, isStrict: true));
        return ways is { Count: 0 } ? _paths.FindFrom(around.PutBack, new ThrowGoal(around.Thrown, isStrict: true)) : ways;
    }

    private IReadOnlyList<CallPath>? FirstOf(MethodCode code, CodeScope scope, IPathGoal goal, bool isRightThere = false)
    {
        var ways = _paths.Find(code, scope, around.Near, [], goal, isRightThere);
        return ways is { Count: 0 } && code.Calls.Any(call => call.RunsHanded && scope.Holds(call.Offset)) ? _paths.Find(code, scope, around.Near, around.Wide, goal, isRightThere) : ways;
    }

    /// <summary>Whether a part of a method may run what it does not name. Where it calls a delegate, that is what runs it, and has to fit.</summary>
    private static bool MayBeRunBy(MethodCode code, CodeScope scope, ICodeMethod entry)
    {
        var any = false;
        foreach (var call in code.Calls)
        {
            if (!scope.Holds(call.Offset))
            {
                continue;
            }

            if (call.Kind == CodeCallKind.Delegate)
            {
                return code.Calls.Any(one => entry.IsLambda && one.Kind == CodeCallKind.Delegate && scope.Holds(one.Offset) && entry.FitsDelegate(one.Target));
            }

            any |= call.RunsHanded || call.IsForeign;
        }

        return any;
    }

    /// <summary>Ways through a delegate that was made in code that is not on the stack.</summary>
    private IReadOnlyList<CallPath>? FromAnywhere(MethodCode code, CodeScope scope, IPathGoal goal)
    {
        var called = code.Calls.Where(call => call.Kind == CodeCallKind.Delegate && scope.Holds(call.Offset)).ToList();
        if (called.Count == 0)
        {
            return [];
        }

        var ways = _paths.Find(code, scope, around.Near, index.TakenAnywhere, goal);
        return ways is null or { Count: > 1 } && ThroughTaker(code, scope, goal, called) is { } only ? [only] : ways;
    }

    /// <summary>
    /// Of many ways, the one through the only method of the program that makes the delegate that is run further in: who else would have handed it over.
    /// Null when there is none, or when that method is on the stack itself.
    /// </summary>
    private CallPath? ThroughTaker(MethodCode code, CodeScope scope, IPathGoal goal, List<CodeCall> called)
    {
        foreach (var method in around.Inner)
        {
            if (index.TakerOf(method) is { } taker && !around.Inner.Contains(taker) && !around.Outer.Contains(taker) && called.Exists(call => taker.FitsDelegate(call.Target)) && index.TakenAnywhere.Contains(taker))
            {
                return _paths.Find(code, scope, around.Near, [taker], goal) is [{ Steps: [var first, ..] } way] && ReferenceEquals(first.Method, taker) ? way : null;
            }
        }

        return null;
    }
}
