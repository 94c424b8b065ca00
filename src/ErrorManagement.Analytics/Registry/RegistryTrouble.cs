namespace ErrorManagement.Analytics.Registry;

/// <summary>What can go wrong inside a registry, and is told in the log.</summary>
internal enum RegistryTrouble
{
    /// <summary>New errors found no place to wait.</summary>
    QueueFull,

    /// <summary>Records had to give their place to new ones.</summary>
    Evicted,

    /// <summary>The worker could not finish an error.</summary>
    Unfinished,

    /// <summary>Recording failed.</summary>
    Recording,

    /// <summary>The classifier threw.</summary>
    Classifier,

    /// <summary>A pattern detector threw.</summary>
    Detector,

    /// <summary>A scrubbing rule threw.</summary>
    Scrubber,

    /// <summary>A subscriber to the changes of records threw.</summary>
    Subscriber,

    /// <summary>Changes of records were not told, because too many waited for a slow subscriber.</summary>
    ChangesLost,

    /// <summary>The host's own rule of grouping threw.</summary>
    GroupingRule,
}
