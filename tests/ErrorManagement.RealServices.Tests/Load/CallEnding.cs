namespace ErrorManagement.RealServices.Tests.Load;

/// <summary>What a call came to, as its caller saw it.</summary>
internal enum CallEnding
{
    /// <summary>An answer.</summary>
    Succeeded,

    /// <summary>The open circuit refused it, or a retry of it.</summary>
    Rejected,

    /// <summary>The last try, or the whole call, took longer than it may.</summary>
    TimedOut,

    /// <summary>The service's own failure.</summary>
    Failed,
}
