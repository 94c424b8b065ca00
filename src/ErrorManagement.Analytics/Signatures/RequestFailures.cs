namespace ErrorManagement.Analytics.Signatures;

/// <summary>The one type that means two things: without a status no answer came, with a status one did.</summary>
internal static class RequestFailures
{
    /// <summary>The type's name without namespace.</summary>
    public const string TypeName = nameof(HttpRequestException);

    /// <summary>Whether a type's name, with namespace or without, is that name.</summary>
    public static bool Is(string typeName) => TypeNameText.Short(typeName).Equals(TypeName, StringComparison.OrdinalIgnoreCase);
}
