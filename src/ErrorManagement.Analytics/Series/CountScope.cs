namespace ErrorManagement.Analytics.Series;

/// <summary>The layer and the phase that occurrences happened in, with the series of both.</summary>
/// <param name="layer">The layer; null or empty for none.</param>
/// <param name="phase">The phase; null or empty for none.</param>
/// <param name="layerSeries">Where the layer is counted; null for none.</param>
/// <param name="phaseSeries">Where the phase is counted; null for none.</param>
internal sealed class CountScope(string? layer, string? phase, CountSeries? layerSeries, CountSeries? phaseSeries)
{
    public string? Layer => layer;

    public string? Phase => phase;

    public static bool IsNone(string? layer, string? phase) => string.IsNullOrEmpty(layer) && string.IsNullOrEmpty(phase);

    public bool Is(string? otherLayer, string? otherPhase) => string.Equals(layer, otherLayer, StringComparison.Ordinal) && string.Equals(phase, otherPhase, StringComparison.Ordinal);

    public void Add(long minute, long count)
    {
        layerSeries?.Add(minute, count);
        phaseSeries?.Add(minute, count);
    }
}
