using System.Globalization;

namespace ErrorManagement.Analytics.Stacks.Restoration;

/// <summary>What a method does, as far as the restoration of stacks needs it.</summary>
internal sealed class MethodCode
{
    private readonly List<string> _targets = [];
    private int _named;

    /// <summary>What names methods, by offset.</summary>
    public IReadOnlyList<CodeCall> Calls { get; init; } = [];

    public IReadOnlyList<CodeThrow> Throws { get; init; } = [];

    public IReadOnlyList<CodeFault> Faults { get; init; } = [];

    public IReadOnlyList<CodeRegion> Regions { get; init; } = [];

    /// <summary>Where statements begin, ascending: nothing is on the evaluation stack there. These are the places that compilers keep.</summary>
    public IReadOnlyList<int> Statements { get; init; } = [];

    /// <summary>Whether the code is such that compilers may leave its frame out: small enough or ending in a call, and coming back at all.</summary>
    public bool CanVanish { get; init; } = true;

    /// <summary>What may run while a frame stands at an offset; everything when that is not known.</summary>
    public CodeScope ScopeAt(int offset)
    {
        if (offset < 0)
        {
            return CodeScope.All;
        }

        for (var i = 0; i < Statements.Count; i++)
        {
            if (Statements[i] > offset)
            {
                return new CodeScope(offset, Statements[i]);
            }
        }

        return new CodeScope(offset, int.MaxValue);
    }

    /// <summary>The whole statement that an offset lies in; everything when the offset is not known.</summary>
    public CodeScope StatementAt(int offset)
    {
        var scope = ScopeAt(offset);
        foreach (var start in Statements)
        {
            if (start <= offset)
            {
                scope = scope with { From = start };
            }
        }

        return scope;
    }

    /// <summary>
    /// Names the statement that an offset lies in by the own methods it calls, or else the foreign ones, and by how many earlier statements call
    /// the same: what stays when other code around it changes. Null when the offset is not known, or nothing is called there.
    /// </summary>
    public string? StatementName(int offset)
    {
        var at = offset < 0 ? -1 : Statements.Count - 1;
        while (at >= 0 && Statements[at] > offset)
        {
            at--;
        }

        if (at < 0 || TargetsAt(at) is not { Length: > 0 } targets)
        {
            return null;
        }

        var earlier = 0;
        for (var i = 0; i < at; i++)
        {
            earlier += string.Equals(_targets[i], targets, StringComparison.Ordinal) ? 1 : 0;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{targets}#{earlier}");
    }

    /// <summary>The methods that a statement calls, its own if there are any. What is named once, of it and of those before it, stays: names are the dearest part of a stack.</summary>
    private string TargetsAt(int statement)
    {
        while (_targets.Count <= statement)
        {
            var end = _targets.Count + 1 < Statements.Count ? Statements[_targets.Count + 1] : int.MaxValue;
            var own = new SortedSet<string>(StringComparer.Ordinal);
            var foreign = new SortedSet<string>(StringComparer.Ordinal);
            for (; _named < Calls.Count && Calls[_named].Offset < end; _named++)
            {
                var target = Calls[_named].Target;
                if (target.Name is { } name)
                {
                    (target.IsOwn ? own : foreign).Add(name);
                }
            }

            _targets.Add(string.Join('|', own.Count > 0 ? own : foreign));
        }

        return _targets[statement];
    }

    /// <summary>Whether an exception of a type, thrown at an offset, is caught here.</summary>
    public bool Catches(int offset, Type thrown)
    {
        foreach (var region in Regions)
        {
            if (region.Catches(offset, thrown))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether an exception of a type, thrown at an offset, certainly goes no further: it is caught by its type, and nothing that was caught is thrown on.</summary>
    public bool Stops(int offset, Type thrown)
    {
        foreach (var region in Regions)
        {
            if (region.Type is not null && region.Catches(offset, thrown))
            {
                return Throws.All(static site => site.IsExact);
            }
        }

        return false;
    }

    /// <summary>Adds the methods that a part hands on.</summary>
    public void AddTaken(CodeScope scope, List<ICodeMethod> taken)
    {
        foreach (var call in Calls)
        {
            if (call.Kind == CodeCallKind.Taken && scope.Holds(call.Offset) && !taken.Contains(call.Target))
            {
                taken.Add(call.Target);
            }
        }
    }
}
