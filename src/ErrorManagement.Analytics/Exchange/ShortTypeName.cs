namespace ErrorManagement.Analytics.Exchange;

/// <summary>Type names for a reader.</summary>
internal static class ShortTypeName
{
    /// <summary>The name without namespace, outer types and generic arguments; the text itself when nothing would be left.</summary>
    public static string Of(string? typeName)
    {
        var name = typeName.AsSpan();
        if (name.IndexOfAny("`[<") is var end and > 0)
        {
            name = name[..end];
        }

        name = name[(name.LastIndexOfAny('.', '+') + 1)..];
        return name.IsWhiteSpace() ? typeName ?? "" : name.ToString();
    }
}
