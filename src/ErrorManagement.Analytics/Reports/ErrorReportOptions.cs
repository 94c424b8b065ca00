namespace ErrorManagement.Analytics;

/// <summary>What an error report shows.</summary>
/// <remarks>Read while the report is made; not kept.</remarks>
public sealed class ErrorReportOptions
{
    /// <summary>The default of <see cref="TopErrors"/>: 10.</summary>
    public const int DefaultTopErrors = 10;

    /// <summary>The default of <see cref="DetailedErrors"/>: 3.</summary>
    public const int DefaultDetailedErrors = 3;

    /// <summary>The default of <see cref="StackLines"/>: 30.</summary>
    public const int DefaultStackLines = 30;

    /// <summary>The highest value of <see cref="TopErrors"/> and of <see cref="DetailedErrors"/>: 100.</summary>
    public const int MaxErrors = 100;

    /// <summary>The highest value of <see cref="StackLines"/>: 1,000.</summary>
    public const int MaxStackLines = 1_000;

    /// <summary>The default of <see cref="Window"/>, and the longest: 24 hours.</summary>
    public static readonly TimeSpan DefaultWindow = TimeSpan.FromHours(24);

    /// <summary>The shortest <see cref="Window"/>: one minute.</summary>
    public static readonly TimeSpan MinWindow = TimeSpan.FromMinutes(1);

    /// <summary>The name in the title. Default null: the reporter's own, and when it has none, the title names no application.</summary>
    public string? ApplicationName { get; set; }

    /// <summary>How far back patterns, critical errors, the timeline and the listed errors go. Default 24 hours. At least 1 minute and at most 24 hours, both inclusive.</summary>
    public TimeSpan Window { get; set; } = DefaultWindow;

    /// <summary>Rows in the table of the most frequent errors. Default 10. At least 0, which leaves the table out, and at most 100, both inclusive.</summary>
    public int TopErrors { get; set; } = DefaultTopErrors;

    /// <summary>How many of the listed errors get a section of their own with their stack. Default 3. At least 0 and at most 100, both inclusive; never more than <see cref="TopErrors"/> are shown.</summary>
    public int DetailedErrors { get; set; } = DefaultDetailedErrors;

    /// <summary>Lines of a stack that are shown. Default 30. At least 0, which leaves stacks out, and at most 1,000, both inclusive.</summary>
    public int StackLines { get; set; } = DefaultStackLines;

    /// <summary>
    /// Whether the sections show the newest message with its values, at most 10 lines of it. Default false: a message may hold private data, and a report is easily handed on;
    /// the template, in which values are placeholders, is always shown.
    /// </summary>
    public bool ShowMessages { get; set; }

    /// <summary>What to say about circuit breakers. Default empty: the breakers that the reporter was given, and without any, the section is left out. Must not be null; at most the first 50 are shown, the others are counted.</summary>
    public IReadOnlyList<CircuitReport> Circuits { get; set; } = [];
}
