namespace ErrorManagement.Analytics.Registry;

/// <content>The keys that lead to the record, so that they can go with it.</content>
internal sealed partial class TrackedError
{
    private const int MaxKeys = 256;
    private const int MaxNearKeys = 32;
    private const int TriesPerNear = 16;

    private readonly Queue<ulong> _cores = [];
    private ulong[] _nears = [];
    private int _nearCount;
    private uint _nearTries;

    /// <summary>Takes note of a key that the error itself leads here by. Returns one that is one too many, or 0.</summary>
    public ulong AddCore(ulong key)
    {
        lock (_gate)
        {
            _cores.Enqueue(key);
            if (_cores.Count > MaxKeys)
            {
                return _cores.Dequeue();
            }

            GrowLocked(RecordSize.OfKey);
            return 0;
        }
    }

    /// <summary>Whether another near key may lead here; the rest finds the record in two steps.</summary>
    public bool HasRoomForNear => Volatile.Read(ref _nearCount) < MaxNearKeys;

    /// <summary>Takes note of a near key that leads here. False when there are enough.</summary>
    public bool TryAddNear(ulong key)
    {
        lock (_gate)
        {
            if (IsClosed || _nearCount == MaxNearKeys)
            {
                return false;
            }

            if (!_nears.AsSpan(0, _nearCount).Contains(key))
            {
                if (_nearCount == _nears.Length)
                {
                    Array.Resize(ref _nears, Math.Max(4, _nearCount * 2));
                }

                _nears[_nearCount] = key;
                GrowLocked(RecordSize.OfKey);
                Volatile.Write(ref _nearCount, _nearCount + 1);
            }

            return true;
        }
    }

    /// <summary>
    /// Puts a near key in the place of the oldest when there are enough, every sixteenth time only: where keys are new ever again, making room costs more than it brings,
    /// and one that comes often finds its place all the same.
    /// </summary>
    /// <returns>The key that made room, or 0.</returns>
    public ulong ReplaceNear(ulong key)
    {
        lock (_gate)
        {
            if (_closed || _nearCount < MaxNearKeys || (++_nearTries & (TriesPerNear - 1)) != 0 || _nears.Contains(key))
            {
                return 0;
            }

            ref var place = ref _nears[(_nearTries / TriesPerNear) % MaxNearKeys];
            var before = place;
            place = key;
            return before;
        }
    }

    public ulong[] GetCores()
    {
        lock (_gate)
        {
            return [.. _cores];
        }
    }

    public ulong[] GetNears()
    {
        lock (_gate)
        {
            return [.. _nears.AsSpan(0, _nearCount)];
        }
    }
}
