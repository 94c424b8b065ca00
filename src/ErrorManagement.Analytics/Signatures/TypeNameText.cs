namespace ErrorManagement.Analytics.Signatures;

/// <summary>Names of types as texts.</summary>
internal static class TypeNameText
{
    /// <summary>The name without namespace, outer types and generic arguments.</summary>
    public static ReadOnlySpan<char> Short(ReadOnlySpan<char> name)
    {
        if (name.IndexOfAny("`[<") is var end and > 0)
        {
            name = name[..end];
        }

        return name[(name.LastIndexOfAny('.', '+') + 1)..];
    }
}
