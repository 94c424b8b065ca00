namespace ErrorManagement.Analytics;

/// <summary>What the errors of a series have in common.</summary>
public enum SeriesDimension
{
    /// <summary>Nothing: all errors.</summary>
    All,

    /// <summary>The severity.</summary>
    Severity,

    /// <summary>The category.</summary>
    Category,

    /// <summary>The component.</summary>
    Component,

    /// <summary>The layer.</summary>
    Layer,

    /// <summary>The phase.</summary>
    Phase,

    /// <summary>The record.</summary>
    Record,
}
