using System.Runtime.CompilerServices;

namespace ErrorManagement.Analytics.Layers;

/// <summary>
/// Tells an exception that comes on two ways, from the registry and from a host that adds it itself, from two errors. Of each exception object and layer
/// both ways are counted, and an error is new when its way is ahead of the other. Weak and bounded: of 256 objects, the later ones in place of earlier ones. Not safe for threads.
/// </summary>
internal sealed class FedPairs
{
    private const int Sets = 64;
    private const int Ways = 4;

    private readonly Place[] _places = new Place[Sets * Ways];
    private int _next;

    /// <summary>Takes note of an error, and says whether it is to be counted.</summary>
    /// <param name="exception">The exception.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="isFed">Whether it comes from the registry.</param>
    public bool IsNew(Exception exception, string layer, bool isFed)
    {
        ref var place = ref Find(exception, layer);
        return isFed ? ++place.Fed > place.Added : ++place.Added > place.Fed;
    }

    private ref Place Find(Exception exception, string layer)
    {
        var tag = RuntimeHelpers.GetHashCode(exception);
        var set = (tag & (Sets - 1)) * Ways;
        for (var i = set; i < set + Ways; i++)
        {
            ref var known = ref _places[i];
            if (known.Tag == tag && known.Who is { } who && who.TryGetTarget(out var target) && ReferenceEquals(target, exception) && string.Equals(known.Layer, layer, StringComparison.Ordinal))
            {
                return ref known;
            }
        }

        ref var place = ref _places[set + (_next++ & (Ways - 1))];
        if (place.Who is null)
        {
            place.Who = new WeakReference<Exception>(exception);
        }
        else
        {
            place.Who.SetTarget(exception);
        }

        (place.Tag, place.Layer, place.Fed, place.Added) = (tag, layer, 0, 0);
        return ref place;
    }

    private struct Place
    {
        public WeakReference<Exception>? Who;
        public string? Layer;
        public int Tag;
        public long Fed;
        public long Added;
    }
}
