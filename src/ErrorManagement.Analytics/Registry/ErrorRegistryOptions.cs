using ErrorManagement.Analytics.Anomalies;
using ErrorManagement.Analytics.Grouping;
using ErrorManagement.Analytics.Scrubbing;

namespace ErrorManagement.Analytics;

/// <summary>Settings of an <see cref="ErrorRegistry"/>. Copied when it is made: later changes have no effect.</summary>
public sealed class ErrorRegistryOptions
{
    /// <summary>The default of <see cref="Name"/>.</summary>
    public const string DefaultName = "default";

    /// <summary>The default of <see cref="Capacity"/>.</summary>
    public const int DefaultCapacity = 10_000;

    /// <summary>The default of <see cref="QueueCapacity"/>.</summary>
    public const int DefaultQueueCapacity = 1_000;

    /// <summary>The default of <see cref="MaxMessageLength"/>.</summary>
    public const int DefaultMaxMessageLength = 2_048;

    /// <summary>The default of <see cref="MaxOccurrencesPerRecord"/>.</summary>
    public const int DefaultMaxOccurrencesPerRecord = 8;

    /// <summary>The default of <see cref="MaxBytes"/>: 64 MB.</summary>
    public const long DefaultMaxBytes = 64L * 1024 * 1024;

    /// <summary>The default of <see cref="MaxContextEntries"/>.</summary>
    public const int DefaultMaxContextEntries = 32;

    /// <summary>The default of <see cref="MaxContextValueLength"/>.</summary>
    public const int DefaultMaxContextValueLength = 1_024;

    /// <summary>The name of the application, shown in exports. Default null, which shows none; no part of an error's identity.</summary>
    public string? ApplicationName { get; set; }

    /// <summary>The name of the registry in metrics and in the library's own log. Default <c>default</c>; 1 to 200 characters, inclusive; few different values. When another registry that lives has it on the same meter, a number is added: <c>default-2</c>.</summary>
    public string Name { get; set; } = DefaultName;

    /// <summary>The release of the program, such as <c>2.1.0</c>. Default null: the informational version of the program's own assembly without its build metadata, where it has one. At most 200 characters, inclusive; few different values.</summary>
    public string? Release { get; set; }

    /// <summary>The machine. Default null: its name (<see cref="Environment.MachineName"/>); empty for none. At most 200 characters, inclusive; few different values.</summary>
    public string? Host { get; set; }

    /// <summary>How many records are held; beyond it, the one longest unseen goes; while one component and chain of types holds more than half of them, the one longest unseen of those. Default 10,000; at least 1 and at most 1,000,000, inclusive.</summary>
    public int Capacity { get; set; } = DefaultCapacity;

    /// <summary>
    /// How many bytes the records and what waits for the worker may take, by an estimate that errs upwards; beyond it, the record longest unseen goes.
    /// An eighth of it is for what waits. Default 67,108,864 (64 MB); at least 1,048,576 (1 MB) and at most 1,099,511,627,776 (1 TB), inclusive, and at least four times
    /// what the messages of one record can take: <see cref="MaxOccurrencesPerRecord"/> of <see cref="MaxMessageLength"/>, two bytes a character.
    /// </summary>
    public long MaxBytes { get; set; } = DefaultMaxBytes;

    /// <summary>How many errors seen for the first time may wait for their names and stacks, at most half of them of one component and chain of types; beyond it, their details are dropped and counted. Default 1,000; at least 1 and at most 1,000,000, inclusive.</summary>
    public int QueueCapacity { get; set; } = DefaultQueueCapacity;

    /// <summary>How many characters of a message are kept. Default 2,048; at least 16 and at most 65,536, inclusive. Grouping does not depend on it.</summary>
    public int MaxMessageLength { get; set; } = DefaultMaxMessageLength;

    /// <summary>How many example occurrences a record keeps. Default 8; at least 1 and at most 100, inclusive. Counts do not depend on it.</summary>
    public int MaxOccurrencesPerRecord { get; set; } = DefaultMaxOccurrencesPerRecord;

    /// <summary>How many values of <see cref="OperationContext.Data"/> are kept, those in maps and lists included. Default 32; at least 0 and at most 1,000, inclusive. An entry named <c>…</c> tells how many were left out.</summary>
    public int MaxContextEntries { get; set; } = DefaultMaxContextEntries;

    /// <summary>How many characters of each text in an <see cref="OperationContext"/> are kept. Default 1,024; at least 16 and at most 65,536, inclusive. Of a name in its data, 128 are kept.</summary>
    public int MaxContextValueLength { get; set; } = DefaultMaxContextValueLength;

    /// <summary>Whether the stack of the first occurrence is kept. Default true, inclusive of the stacks of inner exceptions; false makes none, and keeps none that is handed in.</summary>
    public bool CaptureStackTraces { get; set; } = true;

    /// <summary>Whether a kept occurrence that comes without a context takes the entries of its exception's <see cref="Exception.Data"/>, those whose keys are strings. Default true; at most 32 entries, inclusive, those of <see cref="CodedException.Context"/> first, which are taken in any case.</summary>
    public bool CaptureExceptionData { get; set; } = true;

    /// <summary>
    /// Whether the frames of exceptions may be read as the runtime keeps them, which takes some ns where the public API takes microseconds. Default true: where a check
    /// at the start finds that they are kept as expected; false reads them the public way always. Either way the same is counted, but where one object is thrown
    /// again and seen with the same frames at another place: the public way cannot tell that from one throw seen twice.
    /// </summary>
    public bool UseRuntimeStacks { get; set; } = true;

    /// <summary>What is taken out of texts before anything of them is hashed, queued or kept. Default: its own defaults, with their own bounds; must not be null.</summary>
    public ScrubbingOptions Scrubbing { get; set; } = new();

    /// <summary>How errors are grouped into records. Default: its own defaults, with their own bounds; must not be null.</summary>
    public GroupingOptions Grouping { get; set; } = new();

    /// <summary>Settings of the detector behind <see cref="IErrorRegistry.GetAnomalies"/>. Default: its own defaults, with their own bounds; must not be null.</summary>
    public AnomalyDetectorOptions Anomalies { get; set; } = new();

    internal ErrorRegistryOptions Copy()
    {
        var copy = (ErrorRegistryOptions)MemberwiseClone();
        copy.Scrubbing = Scrubbing?.Copy()!;
        copy.Grouping = Grouping?.Copy()!;
        copy.Anomalies = Anomalies?.Copy()!;
        return copy;
    }
}
