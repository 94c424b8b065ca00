using System.Text;

namespace ErrorManagement.Analytics.Stacks;

/// <summary>Names of members as their author wrote them. Pure: names in, names out.</summary>
internal static class MemberNames
{
    private static readonly (string Prefix, string Word)[] Accessors = [("get_", "get"), ("set_", "set"), ("add_", "add"), ("remove_", "remove")];

    private static readonly Dictionary<string, string> Operators = new(StringComparer.Ordinal)
    {
        ["op_Addition"] = "operator +",
        ["op_CheckedAddition"] = "operator checked +",
        ["op_UnaryPlus"] = "operator +",
        ["op_Subtraction"] = "operator -",
        ["op_CheckedSubtraction"] = "operator checked -",
        ["op_UnaryNegation"] = "operator -",
        ["op_CheckedUnaryNegation"] = "operator checked -",
        ["op_Multiply"] = "operator *",
        ["op_CheckedMultiply"] = "operator checked *",
        ["op_Division"] = "operator /",
        ["op_CheckedDivision"] = "operator checked /",
        ["op_Modulus"] = "operator %",
        ["op_Increment"] = "operator ++",
        ["op_CheckedIncrement"] = "operator checked ++",
        ["op_Decrement"] = "operator --",
        ["op_CheckedDecrement"] = "operator checked --",
        ["op_BitwiseAnd"] = "operator &",
        ["op_BitwiseOr"] = "operator |",
        ["op_ExclusiveOr"] = "operator ^",
        ["op_OnesComplement"] = "operator ~",
        ["op_LogicalNot"] = "operator !",
        ["op_LeftShift"] = "operator <<",
        ["op_RightShift"] = "operator >>",
        ["op_UnsignedRightShift"] = "operator >>>",
        ["op_Equality"] = "operator ==",
        ["op_Inequality"] = "operator !=",
        ["op_LessThan"] = "operator <",
        ["op_LessThanOrEqual"] = "operator <=",
        ["op_GreaterThan"] = "operator >",
        ["op_GreaterThanOrEqual"] = "operator >=",
        ["op_True"] = "operator true",
        ["op_False"] = "operator false",
        ["op_Implicit"] = "implicit operator",
        ["op_Explicit"] = "explicit operator",
        ["op_CheckedExplicit"] = "explicit operator checked",
    };

    /// <summary>Whether it is an operator that turns one type into another: its name in C# ends with that type.</summary>
    public static bool IsConversion(string name) => name is "op_Implicit" or "op_Explicit" or "op_CheckedExplicit";

    /// <summary>An accessor as what it belongs to and the word for it: <c>get_Total</c> is <c>Total</c> and <c>get</c>. Null for other names.</summary>
    public static (string Member, string Word)? Accessor(string name)
    {
        var (before, last) = SplitInterface(name);
        foreach (var (prefix, word) in Accessors)
        {
            if (last.Length > prefix.Length && last.StartsWith(prefix, StringComparison.Ordinal))
            {
                return (before + last[prefix.Length..], word);
            }
        }

        return null;
    }

    /// <summary>A method's name for a reader, the interface it implements explicitly before it, without its namespace.</summary>
    public static string Of(string name)
    {
        if (name is ".ctor" or ".cctor")
        {
            return name[1..];
        }

        if (Operators.TryGetValue(name, out var symbol))
        {
            return symbol;
        }

        if (CompilerName.Parse(name) is { } made)
        {
            return OfMade(made);
        }

        var (before, last) = SplitInterface(name);
        return before + (Operators.TryGetValue(last, out symbol) ? symbol : last);
    }

    /// <summary>The name of the method that contains a lambda or a local function.</summary>
    public static string OfEnclosing(string name) => Accessor(name) is { } accessor && !name.StartsWith('<') ? $"{accessor.Member}.{accessor.Word}" : Of(name);

    /// <summary>Leaves the namespaces out of a name, also of those in its angle brackets.</summary>
    public static string WithoutNamespaces(string name)
    {
        if (!name.Contains('.', StringComparison.Ordinal))
        {
            return name;
        }

        var text = new StringBuilder(name.Length);
        var start = 0;
        for (var i = 0; i <= name.Length; i++)
        {
            if (i == name.Length || name[i] is '<' or '>' or ',' or ' ' or '[' or ']')
            {
                var word = name[start..i];
                text.Append(TypeNames.KeywordOf(word) ?? word[(word.LastIndexOf('.') + 1)..]);
                if (i < name.Length)
                {
                    text.Append(name[i]);
                }

                start = i + 1;
            }
        }

        return text.ToString();
    }

    private static string OfMade(CompilerName made) => made switch
    {
        { Kind: 'b', Inside.Length: > 0 } => OfEnclosing(made.Inside) + ".lambda",
        { LocalFunction: { } local, Inside.Length: > 0 } => $"{OfEnclosing(made.Inside)}.{local}",
        { Inside.Length: > 0 } => Of(made.Inside),
        _ => $"<{made.Inside}>{made.Kind}{made.Rest}",
    };

    /// <summary>Parts an explicit implementation, such as <c>Shop.IStore&lt;System.Int32&gt;.Save</c>, into the interface with a dot and the member.</summary>
    private static (string Before, string Last) SplitInterface(string name)
    {
        var open = 0;
        for (var i = name.Length - 1; i > 0; i--)
        {
            if (name[i] == '>')
            {
                open++;
            }
            else if (name[i] == '<')
            {
                open--;
            }
            else if (name[i] == '.' && open == 0)
            {
                return (WithoutNamespaces(name[..i]) + ".", name[(i + 1)..]);
            }
        }

        return ("", name);
    }
}
