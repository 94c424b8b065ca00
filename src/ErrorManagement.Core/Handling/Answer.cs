namespace ErrorManagement.Handling;

/// <summary>What a fallback said. The default value is no answer.</summary>
internal readonly record struct Answer<T>(bool IsGiven, T? Value);
