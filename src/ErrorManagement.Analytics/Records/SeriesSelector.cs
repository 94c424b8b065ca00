namespace ErrorManagement.Analytics;

/// <summary>Which errors a series counts: all, or those of one severity, category, component, layer, phase or record.</summary>
/// <remarks>Immutable; two are equal when they select the same. The default is <see cref="All"/>.</remarks>
public readonly record struct SeriesSelector
{
    private SeriesSelector(SeriesDimension dimension, string? name = null, int value = 0, ErrorId record = default)
    {
        Dimension = dimension;
        Name = name;
        Value = value;
        Record = record;
    }

    /// <summary>All errors.</summary>
    public static SeriesSelector All => default;

    /// <summary>What it selects by.</summary>
    public SeriesDimension Dimension { get; }

    /// <summary>The component, layer or phase; null where it selects by something else. Compared by ordinal.</summary>
    public string? Name { get; }

    /// <summary>The record; none where it selects by something else.</summary>
    public ErrorId Record { get; }

    /// <summary>The severity; null where it selects by something else.</summary>
    public ErrorSeverity? Severity => Dimension == SeriesDimension.Severity ? (ErrorSeverity)Value : null;

    /// <summary>The category; null where it selects by something else.</summary>
    public ErrorCategory? Category => Dimension == SeriesDimension.Category ? (ErrorCategory)Value : null;

    private int Value { get; }

    /// <summary>The errors of one severity, by what each occurrence was recorded with.</summary>
    /// <param name="severity">The severity.</param>
    /// <returns>The selector.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="severity"/> is no severity.</exception>
    public static SeriesSelector Of(ErrorSeverity severity) => Enum.IsDefined(severity)
        ? new(SeriesDimension.Severity, value: (int)severity)
        : throw new ArgumentOutOfRangeException(nameof(severity), severity, "It is no severity.");

    /// <summary>The errors of one category.</summary>
    /// <param name="category">The category.</param>
    /// <returns>The selector.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="category"/> is no category.</exception>
    public static SeriesSelector Of(ErrorCategory category) => Enum.IsDefined(category)
        ? new(SeriesDimension.Category, value: (int)category)
        : throw new ArgumentOutOfRangeException(nameof(category), category, "It is no category.");

    /// <summary>The errors of one record.</summary>
    /// <param name="record">Its handle or its fingerprint.</param>
    /// <returns>The selector.</returns>
    public static SeriesSelector Of(ErrorId record) => new(SeriesDimension.Record, record: record);

    /// <summary>The errors of one component.</summary>
    /// <param name="component">The component.</param>
    /// <returns>The selector.</returns>
    public static SeriesSelector OfComponent(string component) => new(SeriesDimension.Component, Given(component));

    /// <summary>The errors of one layer, by the contexts they were recorded with.</summary>
    /// <param name="layer">The layer.</param>
    /// <returns>The selector.</returns>
    public static SeriesSelector OfLayer(string layer) => new(SeriesDimension.Layer, Given(layer));

    /// <summary>The errors of one phase, by the contexts they were recorded with.</summary>
    /// <param name="phase">The phase.</param>
    /// <returns>The selector.</returns>
    public static SeriesSelector OfPhase(string phase) => new(SeriesDimension.Phase, Given(phase));

    private static string Given(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name;
    }
}
