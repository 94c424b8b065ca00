namespace ErrorManagement.Analytics.Streams;

/// <summary>Settings of an <see cref="ErrorStream"/>. Copied when it is made: later changes have no effect.</summary>
public sealed class ErrorStreamOptions
{
    /// <summary>The default of <see cref="BufferCapacity"/>: 256.</summary>
    public const int DefaultBufferCapacity = 256;

    /// <summary>The default of <see cref="MaxReaders"/>: 100.</summary>
    public const int DefaultMaxReaders = 100;

    /// <summary>The default of <see cref="MaxMessageLength"/>: 500.</summary>
    public const int DefaultMaxMessageLength = 500;

    /// <summary>The default of <see cref="ErrorInterval"/>: one second.</summary>
    public static readonly TimeSpan DefaultErrorInterval = TimeSpan.FromSeconds(1);

    /// <summary>The default of <see cref="StatusInterval"/> and <see cref="PerformanceInterval"/>: ten seconds.</summary>
    public static readonly TimeSpan DefaultFiguresInterval = TimeSpan.FromSeconds(10);

    /// <summary>The default of <see cref="HeartbeatInterval"/>: 15 seconds.</summary>
    public static readonly TimeSpan DefaultHeartbeatInterval = TimeSpan.FromSeconds(15);

    /// <summary>The default of <see cref="Retry"/>: three seconds.</summary>
    public static readonly TimeSpan DefaultRetry = TimeSpan.FromSeconds(3);

    /// <summary>How many events wait for a reader that is slow; beyond it, the oldest goes, and how many went is told. Default 256; at least 1 and at most 65,536, inclusive.</summary>
    public int BufferCapacity { get; set; } = DefaultBufferCapacity;

    /// <summary>How many may read at a time; one more gets an error. Default 100; at least 1 and at most 10,000, inclusive.</summary>
    public int MaxReaders { get; set; } = DefaultMaxReaders;

    /// <summary>How often one error is told at most: what happens in between is counted and told with the next event, at the latest at the end of the interval that follows. Default 1 second; at least 100 ms and at most 1 hour, inclusive.</summary>
    public TimeSpan ErrorInterval { get; set; } = DefaultErrorInterval;

    /// <summary>How often the status is told. Default 10 seconds; at least 100 ms and at most 1 day, inclusive; null for only once, at the beginning.</summary>
    public TimeSpan? StatusInterval { get; set; } = DefaultFiguresInterval;

    /// <summary>How often figures are told. Default 10 seconds; at least 100 ms and at most 1 day, inclusive; null for never.</summary>
    public TimeSpan? PerformanceInterval { get; set; } = DefaultFiguresInterval;

    /// <summary>After how long without an event a reader gets a sign of life. Default 15 seconds; at least 100 ms and at most 1 day, inclusive; null for never.</summary>
    public TimeSpan? HeartbeatInterval { get; set; } = DefaultHeartbeatInterval;

    /// <summary>After how long clients are to connect again, told with the first event. Default 3 seconds; at least zero and at most 1 day, inclusive; null to leave it to them.</summary>
    public TimeSpan? Retry { get; set; } = DefaultRetry;

    /// <summary>How many characters of a message are told. Default 500; at least 16 and at most 65,536, inclusive.</summary>
    public int MaxMessageLength { get; set; } = DefaultMaxMessageLength;

    internal ErrorStreamOptions Copy() => (ErrorStreamOptions)MemberwiseClone();
}
