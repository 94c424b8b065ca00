namespace ErrorManagement.Analytics.Stacks;

/// <summary>A name that the C# compiler made up, such as <c>&lt;PayAsync&gt;b__0</c>, taken apart.</summary>
/// <param name="Inside">What stands in the angle brackets: most often the name of the method it was made for; empty for none.</param>
/// <param name="Kind">The letter after them: <c>b</c> a lambda, <c>g</c> a local function, <c>d</c> a state machine, <c>c</c> a closure, <c>F</c> a type of one file, <c>$</c> a name for itself.</param>
/// <param name="Rest">What follows the letter.</param>
internal readonly record struct CompilerName(string Inside, char Kind, string Rest)
{
    private const string LocalPrefix = "__";

    /// <summary>Takes a name apart; null when the compiler did not make it up.</summary>
    public static CompilerName? Parse(string name)
    {
        if (name.Length < 3 || name[0] != '<')
        {
            return null;
        }

        var open = 0;
        for (var i = 0; i < name.Length; i++)
        {
            if (name[i] == '<')
            {
                open++;
            }
            else if (name[i] == '>' && --open == 0)
            {
                return i + 1 < name.Length ? new CompilerName(name[1..i], name[i + 1], name[(i + 2)..]) : null;
            }
        }

        return null;
    }

    /// <summary>Whether a type only holds what lambdas and local functions caught.</summary>
    public static bool IsClosure(string typeName) => Parse(typeName) is { Kind: 'c', Inside: "" };

    /// <summary>Whether a type is the state machine of an iterator or an asynchronous method.</summary>
    public static bool IsStateMachine(string typeName) => Parse(typeName) is { Kind: 'd', Inside.Length: > 0 };

    /// <summary>The name of a local function; null when it is none.</summary>
    public string? LocalFunction
    {
        get
        {
            if (Kind != 'g' || !Rest.StartsWith(LocalPrefix, StringComparison.Ordinal))
            {
                return null;
            }

            var end = Rest.IndexOf('|', StringComparison.Ordinal);
            return Rest[LocalPrefix.Length..(end < 0 ? Rest.Length : end)];
        }
    }

    /// <summary>The name of a type of one file as it was written; null when it is none.</summary>
    public static string? FileLocalType(string typeName) =>
        Parse(typeName) is { Kind: 'F' } name && name.Rest.IndexOf(LocalPrefix, StringComparison.Ordinal) is >= 0 and var at ? name.Rest[(at + LocalPrefix.Length)..] : null;
}
