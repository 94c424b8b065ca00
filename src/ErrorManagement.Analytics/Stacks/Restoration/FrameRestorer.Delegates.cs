namespace ErrorManagement.Analytics.Stacks.Restoration;

/// <content>What a delegate may run.</content>
internal sealed partial class FrameRestorer
{
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

        var ways = _paths.Find(code, scope, _near, index.TakenAnywhere, goal);
        return ways is null or { Count: > 1 } && ThroughTaker(code, scope, goal, called) is { } only ? [only] : ways;
    }

    /// <summary>
    /// Of many ways, the one through the only method of the program that makes the delegate that is run further in: who else would have handed it over.
    /// Null when there is none, or when that method is on the stack itself.
    /// </summary>
    private CallPath? ThroughTaker(MethodCode code, CodeScope scope, IPathGoal goal, List<CodeCall> called)
    {
        foreach (var method in _inner)
        {
            if (index.TakerOf(method) is { } taker && !_inner.Contains(taker) && !_outer.Contains(taker) && called.Exists(call => taker.FitsDelegate(call.Target)) && index.TakenAnywhere.Contains(taker))
            {
                return _paths.Find(code, scope, _near, [taker], goal) is [{ Steps: [var first, ..] } way] && ReferenceEquals(first.Method, taker) ? way : null;
            }
        }

        return null;
    }
}
