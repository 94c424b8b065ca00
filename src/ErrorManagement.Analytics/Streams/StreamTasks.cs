namespace ErrorManagement.Analytics.Streams;

/// <summary>What a stream does at intervals.</summary>
[Flags]
internal enum StreamTasks
{
    None = 0,

    /// <summary>Tells what was held back, and looks for new breakers.</summary>
    Sweep = 1,

    Status = 2,

    Performance = 4,
}
