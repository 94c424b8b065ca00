using System.Runtime.CompilerServices;

namespace ErrorManagement.Analytics.Registry;

/// <summary>
/// What is remembered of an exception's throw, to tell it from a later one of the same object. A rethrow, by whatever means, leaves the frames
/// so far as they are and adds to them; a new throw begins a new list. An object that was never thrown was seen at most once.
/// </summary>
internal struct SeenThrow
{
    private const int RememberedSites = 4;

    private ulong _hash;
    private int _array;
    private int _count;
    private int _capacity;
    private int _siteCount;
    private ulong[]? _sites; // made when frames are read the public way, which allocates in any case

    /// <summary>Takes note of the frames as the runtime keeps them.</summary>
    /// <returns>Whether they are those of the throw that is remembered.</returns>
    public bool UpdateRaw(in ThrownFrames frames, bool known)
    {
        if (frames.Array is not { } array)
        {
            // Never thrown: the object alone tells.
            var same = known && _array == 0;
            Set(0, 0, 0, 0);
            return same;
        }

        var bytes = frames.Raw;
        var count = frames.Count;
        var identity = RuntimeHelpers.GetHashCode(array);
        var capacity = RawStack.CapacityOf(bytes);
        var repeat = known && (_array == 0 || (identity == _array ? count >= _count : IsContinued(bytes, count)));
        Set(identity, count, capacity, RawStack.Sample(bytes, count));
        return repeat;
    }

    /// <summary>Takes note of the frames as the public API tells them: that cannot tell a throw from one just like it, but a site that sees the same frames a second time means one.</summary>
    /// <returns>Whether they are those of the throw that is remembered.</returns>
    public bool UpdatePublic(PublicFrames frames, ulong site, bool known)
    {
        var count = frames.Count;
        var repeat = known && _count == 0;
        if (known && _count > 0)
        {
            repeat = count == _count
                ? frames.HashOf(count) == _hash && !HasSite(site)
                : count > _count && frames.HashOf(_count) == _hash;
        }

        if (!repeat || count != _count)
        {
            _siteCount = 0;
            _count = count;
            _hash = frames.HashOf(count);
        }

        if (_siteCount < RememberedSites && !HasSite(site))
        {
            _sites ??= new ulong[RememberedSites];
            _sites[_siteCount++] = site;
        }

        return repeat;
    }

    private readonly bool HasSite(ulong site) => _sites.AsSpan(0, _siteCount).Contains(site);

    // Frames are added to their array until that is full. A new array holds a new throw, or goes on with the frames of a full one or of one that was captured and thrown on.
    private readonly bool IsContinued(ReadOnlySpan<byte> bytes, int count) =>
        count > _count && RawStack.Sample(bytes, _count) == _hash && (count > _capacity || RawStack.WasThrownOn(bytes, Math.Max(0, _count - 1), count));

    private void Set(int array, int count, int capacity, ulong hash)
    {
        _array = array;
        _count = count;
        _capacity = capacity;
        _hash = hash;
    }
}
