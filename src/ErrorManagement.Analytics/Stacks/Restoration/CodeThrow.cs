namespace ErrorManagement.Analytics.Stacks.Restoration;

/// <summary>An instruction that throws.</summary>
/// <param name="Offset">Where it stands.</param>
/// <param name="Type">What it throws, as far as the code says it; null when it says nothing.</param>
/// <param name="IsExact">Whether it is made right there, so exactly of that type; otherwise it may be of a derived one.</param>
internal readonly record struct CodeThrow(int Offset, Type? Type, bool IsExact);
