namespace ErrorManagement.Recovery;

/// <summary>How many recoveries a layer may make in a time. Asking and taking are one step, so that no two threads take the last place.</summary>
internal sealed class RecoveryLimit(int most, TimeSpan window, TimeProvider timeProvider)
{
    // Layers are few; whoever makes them up as it goes shares what is left, and the table stays small.
    private const int MostLayers = 1_000;
    private const string OtherLayers = "";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<Place>> _taken = new(StringComparer.Ordinal);

    /// <summary>Takes a place, if there is one.</summary>
    /// <returns>The place, to be given back when nothing was attempted; null when there is none.</returns>
    public object? TryTake(string layer)
    {
        var now = timeProvider.GetTimestamp();
        lock (_gate)
        {
            var places = PlacesLocked(layer, now);
            if (places.Count >= most)
            {
                return null;
            }

            var place = new Place(places, now);
            places.Add(place);
            return place;
        }
    }

    /// <summary>Gives a place back.</summary>
    public void Return(object? place)
    {
        if (place is Place taken)
        {
            lock (_gate)
            {
                taken.Home.Remove(taken);
            }
        }
    }

    /// <summary>How many runs of a layer count now.</summary>
    public int CountOf(string layer)
    {
        var now = timeProvider.GetTimestamp();
        lock (_gate)
        {
            return _taken.TryGetValue(layer, out var places) ? places.Count(place => IsYoung(place, now)) : 0;
        }
    }

    private bool IsYoung(Place place, long now) => timeProvider.GetElapsedTime(place.TakenAt, now) < window;

    private List<Place> PlacesLocked(string layer, long now)
    {
        if (!_taken.TryGetValue(layer, out var places))
        {
            if (_taken.Count >= MostLayers)
            {
                foreach (var quiet in _taken.Where(other => other.Key != OtherLayers && other.Value.TrueForAll(place => !IsYoung(place, now))).Select(other => other.Key).ToArray())
                {
                    _taken.Remove(quiet);
                }

                layer = _taken.Count >= MostLayers ? OtherLayers : layer;
            }

            if (!_taken.TryGetValue(layer, out places))
            {
                _taken.Add(layer, places = []);
            }
        }

        places.RemoveAll(place => !IsYoung(place, now));
        return places;
    }

    private sealed class Place(List<Place> home, long takenAt)
    {
        public List<Place> Home => home;

        public long TakenAt => takenAt;
    }
}
