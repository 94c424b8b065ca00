namespace ErrorManagement.Analytics;

/// <summary>Kinds of patterns. The wire names are the sources': high_frequency and cascading.</summary>
public enum PatternKind
{
    /// <summary>More than ten errors of one type within a minute. <c>high_frequency</c></summary>
    HighFrequency,

    /// <summary>More than five errors within a minute in one component. <c>cascading</c></summary>
    ComponentFlood,
}
