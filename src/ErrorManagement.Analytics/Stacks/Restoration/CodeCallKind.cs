namespace ErrorManagement.Analytics.Stacks.Restoration;

/// <summary>How an instruction names a method.</summary>
internal enum CodeCallKind
{
    /// <summary>It calls this method and no other.</summary>
    Direct,

    /// <summary>It calls whatever overrides or implements the method.</summary>
    Virtual,

    /// <summary>It calls through a delegate or a pointer.</summary>
    Delegate,

    /// <summary>It hands the method on, for others to call.</summary>
    Taken,
}
