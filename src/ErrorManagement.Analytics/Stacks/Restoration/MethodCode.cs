using System.Globalization;

namespace ErrorManagement.Analytics.Stacks.Restoration;

/// <summary>What a method does, as far as the restoration of stacks needs it.</summary>
internal sealed class MethodCode
{
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

        foreach (var start in Statements)
        {
            if (start > offset)
            {
                return new CodeScope(offset, start);
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
        if (offset < 0)
        {
            return null;
        }

        var scope = StatementAt(offset);
        var targets = TargetsOf(scope);
        return targets.Length == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{targets}#{Statements.Count(start => start < scope.From && TargetsOf(StatementAt(start)) == targets)}");
    }

    private string TargetsOf(CodeScope statement)
    {
        var own = new SortedSet<string>(StringComparer.Ordinal);
        var foreign = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var call in Calls)
        {
            if (statement.Holds(call.Offset) && call.Target.Name is { } name)
            {
                (call.Target.IsOwn ? own : foreign).Add(name);
            }
        }

        return string.Join('|', own.Count > 0 ? own : foreign);
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
