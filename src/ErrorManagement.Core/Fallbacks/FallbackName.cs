namespace ErrorManagement.Fallbacks;

/// <summary>Checks names of fallbacks.</summary>
internal static class FallbackName
{
    public static string Required(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return name;
    }
}
