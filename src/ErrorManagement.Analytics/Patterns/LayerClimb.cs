namespace ErrorManagement.Analytics.Patterns;

/// <summary>The last errors of known layers, and how they climb. Not safe on many threads.</summary>
internal sealed class LayerClimb(TimelineSettings settings)
{
    private readonly (int Rank, long Ticks)[] _last = new (int, long)[settings.CascadeSpan];
    private int _next;
    private int _held;

    /// <summary>Adds the error of a layer and returns how many rise, one after the other, up to it; 0 when its layer is not known.</summary>
    public int Add(string layer, long ticks)
    {
        var rank = settings.Order.RankOf(layer);
        if (rank == LayerOrder.Unknown)
        {
            return 0;
        }

        _last[_next] = (rank, ticks);
        _next = _next + 1 == _last.Length ? 0 : _next + 1;
        _held = Math.Min(_held + 1, _last.Length);
        var run = 1;
        while (run < _held && At(run) is var below && TimelineRules.Rises(below.Rank, below.Ticks, At(run - 1).Rank, ticks, settings))
        {
            run++;
        }

        return run;
    }

    /// <summary>The layer of the newest error but some.</summary>
    public string LayerAt(int back) => settings.Order.Layers[At(back).Rank];

    public void Clear() => _held = 0;

    private (int Rank, long Ticks) At(int back) => _last[(_next - 1 - back + (2 * _last.Length)) % _last.Length];
}
