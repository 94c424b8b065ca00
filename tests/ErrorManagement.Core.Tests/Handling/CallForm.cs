namespace ErrorManagement.Core.Tests.Handling;

/// <summary>How a test calls the handler: every outcome must be the same.</summary>
public enum CallForm
{
    Synchronous,

    /// <summary>Asynchronous, and over when the call returns.</summary>
    Completed,

    /// <summary>Asynchronous, with an await inside.</summary>
    Awaited,
}
