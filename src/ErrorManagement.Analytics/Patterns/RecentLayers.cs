namespace ErrorManagement.Analytics.Patterns;

/// <summary>When each layer last had an error. Bounded: the one that was longest unseen gives its place. Not safe on many threads.</summary>
internal sealed class RecentLayers
{
    private const int MaxLayers = 32;

    private readonly List<(string Layer, long Ticks)> _seen = [];

    /// <summary>The layers that had an error at a time, in UTC ticks, or after it.</summary>
    public IEnumerable<string> Since(long ticks) => _seen.Where(seen => seen.Ticks >= ticks).Select(static seen => seen.Layer);

    public void See(string layer, long ticks)
    {
        var oldest = 0;
        for (var i = 0; i < _seen.Count; i++)
        {
            if (string.Equals(_seen[i].Layer, layer, StringComparison.Ordinal))
            {
                _seen[i] = (layer, ticks);
                return;
            }

            oldest = _seen[i].Ticks < _seen[oldest].Ticks ? i : oldest;
        }

        if (_seen.Count < MaxLayers)
        {
            _seen.Add((layer, ticks));
        }
        else
        {
            _seen[oldest] = (layer, ticks);
        }
    }

    public void Clear() => _seen.Clear();
}
