namespace ErrorManagement.Analytics.Stacks.Restoration;

/// <summary>The errors that the runtime itself throws for an instruction.</summary>
[Flags]
internal enum FaultKinds
{
    None = 0,
    NullReference = 1,
    IndexOutOfRange = 2,
    DivideByZero = 4,
    Overflow = 8,
    InvalidCast = 16,
    ArrayTypeMismatch = 32,
    OutOfMemory = 64,

    /// <summary>A type or a member could not be loaded or initialised: any call and any access to a static field.</summary>
    Loading = 128,
}
