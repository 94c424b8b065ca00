namespace ErrorManagement.Analytics.Stacks.Restoration;

/// <summary>Looks for the calls of delegates in a library's code, also in methods of its own that may have vanished, and that do not throw the error themselves.</summary>
/// <param name="thrown">The exception's type.</param>
internal sealed class DelegateRun(Type thrown)
{
    private const int MaxDepth = 4;
    private const int MaxVisits = 200;

    private readonly HashSet<ICodeMethod> _seen = [];
    private readonly ThrowGoal _goal = new(thrown, isStrict: true);
    private bool _throws;

    /// <summary>Whether a delegate may be run in a part of a method, and nothing else there throws such an error.</summary>
    public bool IsIn(MethodCode code, CodeScope scope) => Look(code, scope, MaxDepth) && !_throws;

    private bool Look(MethodCode code, CodeScope scope, int left)
    {
        _throws |= _goal.SiteIn(code, scope, []) >= 0;
        var any = false;
        foreach (var call in code.Calls)
        {
            if (!scope.Holds(call.Offset))
            {
                continue;
            }

            any |= call.Kind == CodeCallKind.Delegate;
            if (left > 0 && call is { Kind: CodeCallKind.Direct, Target: { IsOwn: false, Code: { CanVanish: true } inside } } && _seen.Count < MaxVisits && _seen.Add(call.Target))
            {
                any |= Look(inside, CodeScope.All, left - 1);
            }
        }

        return any;
    }
}
