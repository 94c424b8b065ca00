using System.Runtime.CompilerServices;

namespace ErrorManagement.Analytics.Signatures;

/// <summary>A set of HTTP statuses.</summary>
internal struct StatusSet
{
    public const int Least = 100;
    public const int Most = 599;

    private Bits _bits;
    private bool _hasAny;

    public readonly bool IsEmpty => !_hasAny;

    public static bool CanHold(int status) => status is >= Least and <= Most;

    /// <summary>Adds a status; what is none is left out.</summary>
    public void Add(int status)
    {
        if (CanHold(status))
        {
            _bits[(status - Least) / 64] |= 1UL << ((status - Least) % 64);
            _hasAny = true;
        }
    }

    public readonly bool Contains(int status) => CanHold(status) && (_bits[(status - Least) / 64] & (1UL << ((status - Least) % 64))) != 0;

    [InlineArray(8)]
    private struct Bits
    {
        private ulong _first;
    }
}
