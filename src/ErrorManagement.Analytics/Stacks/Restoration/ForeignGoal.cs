namespace ErrorManagement.Analytics.Stacks.Restoration;

/// <summary>A way to a frame of foreign code: it ends where own code is left for it.</summary>
/// <param name="method">The foreign method; null for any.</param>
/// <param name="depth">How many foreign methods may lie between, vanished too.</param>
internal sealed class ForeignGoal(ICodeMethod? method, int depth) : IPathGoal
{
    private const int MaxVisits = 1_000;

    // Those that do not lead there, with how far they were followed; what leads there ends the search.
    private readonly Dictionary<ICodeMethod, int> _failed = [];

    public ICodeMethod? End => null;

    public int SiteIn(MethodCode code, CodeScope scope, IReadOnlyList<ICodeMethod> handed)
    {
        foreach (var call in code.Calls)
        {
            if (call.IsForeign && scope.Holds(call.Offset) && (method is null ? !call.Target.IsConstructor : Runs(call, depth)))
            {
                return call.Offset;
            }
        }

        return -1;
    }

    private bool Runs(CodeCall call, int left) =>
        ReferenceEquals(call.Target, method)
        || (call.Kind == CodeCallKind.Virtual && method!.Overrides(call.Target))
        || (left > 0 && call.Kind == CodeCallKind.Direct && Leads(call.Target, left - 1));

    private bool Leads(ICodeMethod foreign, int left)
    {
        if (_failed.TryGetValue(foreign, out var tried) && tried >= left)
        {
            return false;
        }

        // Compiled with the framework itself, methods vanish that would not do so here.
        if (_failed.Count >= MaxVisits || foreign.Code is not { } code)
        {
            return false;
        }

        _failed[foreign] = left;
        return code.Calls.Any(call => call.IsForeign && Runs(call, left));
    }
}
