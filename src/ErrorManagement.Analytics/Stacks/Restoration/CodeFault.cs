namespace ErrorManagement.Analytics.Stacks.Restoration;

/// <summary>An instruction for which the runtime itself may throw.</summary>
/// <param name="Offset">Where it stands.</param>
/// <param name="Kinds">What may be thrown.</param>
internal readonly record struct CodeFault(int Offset, FaultKinds Kinds);
