namespace ErrorManagement.Analytics;

/// <summary>Kinds of patterns. The wire names are the sources': high_frequency and cascading.</summary>
public enum PatternKind
{
    /// <summary>More than ten errors of one type within a minute. <c>high_frequency</c></summary>
    HighFrequency,

    /// <summary>More than five errors within a minute in one component. <c>cascading</c></summary>
    ComponentFlood,

    /// <summary>One error type at least three times among the last ten errors. <c>recurring</c></summary>
    Recurring,

    /// <summary>Errors that climb through the layers, from infrastructure towards api. <c>cascade</c></summary>
    LayerCascade,

    /// <summary>At least five errors, of any kind, within a minute. <c>burst</c></summary>
    Burst,

    /// <summary>More than one and a half times as many errors in the last five minutes as in the five before. <c>degradation</c></summary>
    Degradation,
}
