namespace ErrorManagement.Analytics.Stacks.Restoration;

/// <summary>A way to a frame of own code: it ends where that method is called.</summary>
internal sealed class OwnGoal(ICodeMethod method) : IPathGoal
{
    public ICodeMethod End => method;

    public int SiteIn(MethodCode code, CodeScope scope, IReadOnlyList<ICodeMethod> handed)
    {
        foreach (var call in code.Calls)
        {
            if (scope.Holds(call.Offset) && call.Kind != CodeCallKind.Taken && Calls(call, handed))
            {
                return call.Offset;
            }
        }

        return -1;
    }

    private bool Calls(CodeCall call, IReadOnlyList<ICodeMethod> handed) =>
        ReferenceEquals(call.Target, method)
        || (call.Kind == CodeCallKind.Virtual && method.Overrides(call.Target))
        || (call.RunsHanded && handed.Contains(method) && (call.Kind != CodeCallKind.Delegate || method.FitsDelegate(call.Target)));
}
