namespace ErrorManagement.Analytics.Stacks.Restoration;

/// <summary>
/// Looks for the ways from a part of a method to a goal through methods whose frames may have vanished. Bounded in depth and in work;
/// what was not decided within the bounds is said so.
/// </summary>
internal sealed class CallPaths(ICodeIndex index)
{
    /// <summary>How many frames in a row can be put back.</summary>
    public const int MaxDepth = 8;

    /// <summary>How many ways are looked for.</summary>
    public const int MaxFound = 4;

    private const int MaxVisits = 1_000;

    // In all that one of these looks for: one stack. Each visit may be the first of its method, whose code is then read.
    private const int MaxVisitsInAll = 5_000;

    // Where the next frame is called right there, other ways to it are looked for less far: the more frames had to vanish, the less likely it is.
    private const int MaxOtherDepth = 3;
    private const int MaxOtherVisits = 100;

    private readonly List<CallPath> _found = [];
    private readonly List<PlacedFrame> _steps = [];
    private readonly Dictionary<ICodeMethod, int> _dead = [];
    private List<ICodeMethod> _handed = [];
    private IPathGoal _goal = null!;
    private bool _isRightThere;
    private int _visits;
    private int _left = MaxVisitsInAll;
    private int _site;

    /// <summary>The ways found, at most some; null when the search was too large.</summary>
    /// <param name="code">The method that they begin in.</param>
    /// <param name="scope">The part of it.</param>
    /// <param name="handed">The methods that were given to others to call near by.</param>
    /// <param name="roots">The methods that only this part itself may call through a delegate.</param>
    /// <param name="goal">What they lead to.</param>
    /// <param name="isRightThere">Whether the part is known to call right there what the next frame may be; other ways are then looked for less far.</param>
    public IReadOnlyList<CallPath>? Find(MethodCode code, CodeScope scope, IReadOnlyList<ICodeMethod> handed, IReadOnlyList<ICodeMethod> roots, IPathGoal goal, bool isRightThere = false)
    {
        Begin(handed, goal);
        _isRightThere = isRightThere;
        Walk(code, scope, roots.Count == 0 ? _handed : [.. handed, .. roots.Where(root => !handed.Contains(root))]);
        return End();
    }

    /// <summary>The ways that begin with one of some methods that foreign code was given.</summary>
    public IReadOnlyList<CallPath>? FindFrom(IReadOnlyList<ICodeMethod> handed, IPathGoal goal)
    {
        Begin([], goal);
        foreach (var method in handed)
        {
            Visit(method, -1);
        }

        return End();
    }

    private void Begin(IReadOnlyList<ICodeMethod> handed, IPathGoal goal)
    {
        _found.Clear();
        _steps.Clear();
        _dead.Clear();
        _handed = [.. handed];
        _goal = goal;
        _visits = 0;
        _isRightThere = false;
    }

    private CallPath[]? End()
    {
        var isUndecided = _visits > Most && !_isRightThere;
        _left -= _visits;
        return isUndecided ? null : [.. _found];
    }

    private int Most => Math.Min(MaxVisits, _left);

    private void Walk(MethodCode code, CodeScope scope, IReadOnlyList<ICodeMethod> handed)
    {
        if (_goal.SiteIn(code, scope, handed) is >= 0 and var site)
        {
            Add(site);
            _isRightThere |= _steps.Count == 0;
        }

        if (_steps.Count >= (_isRightThere ? MaxOtherDepth : MaxDepth))
        {
            return;
        }

        HashSet<ICodeMethod>? seen = null;
        foreach (var call in code.Calls)
        {
            if (!scope.Holds(call.Offset) || call.Kind == CodeCallKind.Taken)
            {
                continue;
            }

            seen ??= [];
            if (call.Kind == CodeCallKind.Direct && seen.Add(call.Target))
            {
                Visit(call.Target, call.Offset);
            }

            IReadOnlyList<ICodeMethod> others = call.Kind == CodeCallKind.Virtual && !(_isRightThere && call.IsForeign) ? index.ImplementationsOf(call.Target) : [];
            if (call.RunsHanded)
            {
                others = [.. others, .. call.Kind == CodeCallKind.Delegate ? handed.Where(one => one.FitsDelegate(call.Target)) : handed];
            }

            foreach (var target in others)
            {
                if (seen.Add(target))
                {
                    Visit(target, call.Offset);
                }
            }
        }
    }

    private void Visit(ICodeMethod method, int callOffset)
    {
        if (ReferenceEquals(method, _goal.End) || !method.IsOwn || !method.CanVanish || _found.Count >= MaxFound || _visits > (_isRightThere ? Math.Min(MaxOtherVisits, Most) : Most)
            || method.Code is not { } code || (_dead.TryGetValue(method, out var depth) && depth <= _steps.Count) || IsOnTheWay(method))
        {
            return;
        }

        _visits++;
        var before = _found.Count;
        var handed = _handed.Count;
        Leave(callOffset);
        _steps.Add(new PlacedFrame(method, -1));
        code.AddTaken(CodeScope.All, _handed);
        Walk(code, CodeScope.All, _handed);
        _handed.RemoveRange(handed, _handed.Count - handed);
        _steps.RemoveAt(_steps.Count - 1);
        if (_found.Count == before)
        {
            _dead[method] = _steps.Count;
        }
    }

    /// <summary>Notes where the method at the end of the way so far is left.</summary>
    private void Leave(int offset)
    {
        if (_steps.Count == 0)
        {
            _site = offset;
        }
        else
        {
            _steps[^1] = _steps[^1] with { Offset = offset };
        }
    }

    private void Add(int site)
    {
        if (_found.Count < MaxFound)
        {
            Leave(site);
            _found.Add(new CallPath(_site, [.. _steps]));
        }
    }

    private bool IsOnTheWay(ICodeMethod method)
    {
        foreach (var step in _steps)
        {
            if (ReferenceEquals(step.Method, method))
            {
                return true;
            }
        }

        return false;
    }
}
