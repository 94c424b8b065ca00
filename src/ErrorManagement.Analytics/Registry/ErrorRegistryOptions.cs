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

    /// <summary>The name of the application, shown in exports. Default null, which shows none; no part of an error's identity.</summary>
    public string? ApplicationName { get; set; }

    /// <summary>The name of the registry in metrics and in the library's own log. Default <c>default</c>; 1 to 200 characters, inclusive; few different values. When another registry that lives has it on the same meter, a number is added: <c>default-2</c>.</summary>
    public string Name { get; set; } = DefaultName;

    /// <summary>The release of the program, such as <c>2.1.0</c>. Default null: the informational version of the program's own assembly without its build metadata, where it has one. At most 200 characters, inclusive; few different values.</summary>
    public string? Release { get; set; }

    /// <summary>The machine. Default null: its name (<see cref="Environment.MachineName"/>); empty for none. At most 200 characters, inclusive; few different values.</summary>
    public string? Host { get; set; }

    /// <summary>How many records are held; beyond it, the one longest unseen goes. Default 10,000; at least 1 and at most 1,000,000, inclusive.</summary>
    public int Capacity { get; set; } = DefaultCapacity;

    /// <summary>How many errors seen for the first time may wait for their names and stacks; beyond it, their details are dropped and counted. Default 1,000; at least 1 and at most 1,000,000, inclusive.</summary>
    public int QueueCapacity { get; set; } = DefaultQueueCapacity;

    /// <summary>How many characters of a message are kept. Default 2,048; at least 16 and at most 65,536, inclusive. Grouping does not depend on it.</summary>
    public int MaxMessageLength { get; set; } = DefaultMaxMessageLength;

    /// <summary>How many example occurrences a record keeps. Default 8; at least 1 and at most 100, inclusive. Counts do not depend on it.</summary>
    public int MaxOccurrencesPerRecord { get; set; } = DefaultMaxOccurrencesPerRecord;

    /// <summary>Whether the stack of the first occurrence is kept. Default true, inclusive of the stacks of inner exceptions.</summary>
    public bool CaptureStackTraces { get; set; } = true;

    /// <summary>What is taken out of texts before anything of them is hashed, queued or kept. Default: its own defaults, with their own bounds; must not be null.</summary>
    public ScrubbingOptions Scrubbing { get; set; } = new();

    internal ErrorRegistryOptions Copy()
    {
        var copy = (ErrorRegistryOptions)MemberwiseClone();
        copy.Scrubbing = Scrubbing?.Copy()!;
        return copy;
    }
}
