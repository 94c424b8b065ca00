namespace ErrorManagement.Pipelines;

/// <summary>When the tries of one call reach a layer if every try fails at once: the earliest they can. Pure.</summary>
internal static class TrySchedule
{
    /// <summary>The times, from the start of the call and in order; without end where retries are. Waits that the other side asks for are not in it.</summary>
    /// <param name="layers">The layers, outermost first.</param>
    /// <param name="from">The layer whose start is zero.</param>
    /// <param name="target">The layer that is reached; the number of layers for the call itself.</param>
    public static IEnumerable<TimeSpan> Earliest(IReadOnlyList<LayerSettings> layers, int from, int target)
    {
        if (from == target)
        {
            return [TimeSpan.Zero];
        }

        var layer = layers[from];
        var below = Earliest(layers, from + 1, target);
        return layer.Timeout is { } timeout ? below.TakeWhile(at => at < timeout)
            : layer.Repeats.Count > 0 && !layers.Take(target).Skip(from + 1).Any(l => l.AlwaysAnswers) ? Repeated(layer.Repeats, below)
            : below;
    }

    private static IEnumerable<TimeSpan> Repeated(IReadOnlyList<LayerSettings.NextDelay> repeats, IEnumerable<TimeSpan> below)
    {
        var start = TimeSpan.Zero;
        var last = start;
        foreach (var at in below)
        {
            yield return last = start + at;
        }

        foreach (var repeat in repeats)
        {
            for (var retries = 0; repeat(retries, last) is { } delay; retries++)
            {
                start = last + delay;
                foreach (var at in below)
                {
                    yield return last = start + at;
                }
            }
        }
    }
}
