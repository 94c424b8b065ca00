namespace ErrorManagement.Analytics.Stacks.Restoration;

/// <summary>An instruction that names a method.</summary>
/// <param name="Offset">Where it stands.</param>
/// <param name="Kind">How it names the method.</param>
/// <param name="Target">The method.</param>
/// <param name="TakesCode">Whether the method is handed delegates, so that it may call them.</param>
internal readonly record struct CodeCall(int Offset, CodeCallKind Kind, ICodeMethod Target, bool TakesCode = false)
{
    /// <summary>Whether it leaves the application's own code.</summary>
    public bool IsForeign => Kind is CodeCallKind.Direct or CodeCallKind.Virtual && !Target.IsOwn;

    /// <summary>Whether what was handed on may be called by it.</summary>
    public bool RunsHanded => Kind == CodeCallKind.Delegate || (TakesCode && IsForeign);
}
