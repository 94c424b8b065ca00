using System.Runtime.InteropServices;
using ErrorManagement.Analytics.Series;

namespace ErrorManagement.Analytics.Registry;

/// <summary>
/// The places of new errors that wait for their names: so many, and so many bytes in all. One group may hold half of either, so that an
/// error in a loop that is new each time leaves places to others. Safe on any thread; its lock is held for some tens of ns.
/// </summary>
/// <param name="capacity">How many may wait, at least 1.</param>
/// <param name="maxBytes">How many bytes may wait. One error may always wait alone, whatever its size.</param>
internal sealed class QueuePlaces(int capacity, long maxBytes)
{
    // With fewer places than this, half of them says little about who floods.
    private const int LeastShared = 16;

    private readonly int _mostOfGroup = capacity < LeastShared ? capacity : capacity / 2;
    private readonly long _mostBytesOfGroup = capacity < LeastShared ? maxBytes : maxBytes / 2;
    private readonly Lock _gate = new();
    private readonly Dictionary<ulong, Share> _shares = [];
    private int _count;
    private long _bytes;

    /// <summary>How many wait.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>How many bytes wait, by estimate.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Whether a quarter of the places or of the bytes is taken: more comes than is worked on.</summary>
    public bool IsFilling => Count > capacity / 4 || Bytes > maxBytes / 4;

    /// <summary>Takes a place for an error of a group; false when there is none for it.</summary>
    public bool TryTake(ulong group)
    {
        using (_gate.Hold())
        {
            if (_count >= capacity || _shares.GetValueOrDefault(group).Count >= _mostOfGroup)
            {
                return false;
            }

            _count++;
            CollectionsMarshal.GetValueRefOrAddDefault(_shares, group, out _).Count++;
            return true;
        }
    }

    /// <summary>Puts what was captured into a place that was taken; false when that is too much. The place stays taken either way.</summary>
    public bool TryFill(ulong group, long bytes)
    {
        using (_gate.Hold())
        {
            ref var share = ref CollectionsMarshal.GetValueRefOrAddDefault(_shares, group, out _);
            if (_bytes > 0 && (_bytes + bytes > maxBytes || (share.Bytes > 0 && share.Bytes + bytes > _mostBytesOfGroup)))
            {
                return false;
            }

            _bytes += bytes;
            share.Bytes += bytes;
            return true;
        }
    }

    /// <summary>Gives a place back, with the bytes that were put into it.</summary>
    public void Give(ulong group, long bytes)
    {
        using (_gate.Hold())
        {
            _count--;
            _bytes -= bytes;
            ref var share = ref CollectionsMarshal.GetValueRefOrAddDefault(_shares, group, out _);
            share.Bytes -= bytes;
            if (--share.Count == 0)
            {
                _shares.Remove(group);
            }
        }
    }

    private struct Share
    {
        public int Count;
        public long Bytes;
    }
}
