namespace ErrorManagement.Architecture.Tests.Rooms;

/// <summary>A top-level type of a compiled assembly (with everything nested in it) and the source files that declare it.</summary>
/// <param name="Name">The full name, with arity.</param>
/// <param name="Files">The source files from the symbols, forward slashes; empty when the symbols name none.</param>
internal sealed record SourceType(string Name, IReadOnlyList<string> Files)
{
    /// <summary>The name without namespace and arity.</summary>
    public string ShortName => Name[(Name.LastIndexOf('.') + 1)..].Split('`')[0];

    /// <summary>Whether it has type parameters; its file may then be called XxxOfT, beside Xxx.</summary>
    public bool IsGeneric => Name.Contains('`', StringComparison.Ordinal);
}
