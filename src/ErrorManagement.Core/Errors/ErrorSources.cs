namespace ErrorManagement;

/// <summary>Where an error was seen. One occurrence may be seen in several places and counts once.</summary>
[Flags]
public enum ErrorSources
{
    /// <summary>Nobody said.</summary>
    None = 0,

    /// <summary>A catch block that recorded it.</summary>
    Catch = 1,

    /// <summary>A log message at level Error or above.</summary>
    Logger = 2,

    /// <summary>A host's request pipeline.</summary>
    Middleware = 4,

    /// <summary>Nobody caught it: the process ends of it.</summary>
    Unhandled = 8,

    /// <summary>A task failed that nobody awaited.</summary>
    UnobservedTask = 16,

    /// <summary>A retry, breaker, fallback or another policy of this library reported it.</summary>
    Resilience = 32,

    /// <summary>It was no exception object: another system's event, handed in as an <see cref="ErrorOccurrence"/>.</summary>
    Occurrence = 64,
}
