using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ErrorManagement.Analytics.Grouping;

namespace ErrorManagement.Analytics.Registry;

/// <summary>
/// The frames of an exception as the runtime keeps them: some ns and no allocation, where a <see cref="StackTrace"/> takes microseconds.
/// The layout is the runtime's own affair, so it is trusted only if, at start, it says the same as the public API for exceptions thrown
/// to that end; otherwise, and on other runtimes, it is never read again. Used only to tell one throw from another inside this process.
/// </summary>
internal static class RawStack
{
    /// <summary>An <see cref="AppContext"/> switch that turns it off.</summary>
    public const string OffSwitch = "ErrorManagement.Analytics.DisableRawStack";

    private const int HeaderSize = 16;
    private const int FrameSize = 32;

    /// <summary>Whether the layout was found to be what is expected.</summary>
    public static bool IsTrusted { get; } = !(AppContext.TryGetSwitch(OffSwitch, out var off) && off) && SelfCheck();

    /// <summary>Reads the frames. False when there are none or they cannot be read.</summary>
    public static bool TryRead(Exception exception, out object? array, out ReadOnlySpan<byte> bytes, out int count)
    {
        var held = StackTraceOf(exception);
        array = held is object[] { Length: > 0 } wrapped ? wrapped[0] : held;
        bytes = default;
        count = 0;
        if (array is not sbyte[] raw || raw.Length < HeaderSize)
        {
            return false;
        }

        bytes = MemoryMarshal.AsBytes(new ReadOnlySpan<sbyte>(raw));
        count = MemoryMarshal.Read<int>(bytes);
        return count >= 0 && HeaderSize + ((long)count * FrameSize) <= bytes.Length;
    }

    /// <summary>A hash over the return addresses of the first frames.</summary>
    public static ulong Hash(ReadOnlySpan<byte> bytes, int frames)
    {
        if (frames == 0)
        {
            return 0;
        }

        // A multilinear sum, each place with an odd factor of its own: no step waits for the one before.
        var words = MemoryMarshal.Cast<byte, ulong>(bytes[HeaderSize..]);
        var hash = 0ul;
        for (var i = 0; i < frames; i++)
        {
            hash += words[i * (FrameSize / sizeof(ulong))] * (0x9e3779b97f4a7c15 * (ulong)((2 * i) + 1));
        }

        return StableHash.Finish(hash);
    }

    private static ulong Address(ReadOnlySpan<byte> bytes, int frame) => MemoryMarshal.Read<ulong>(bytes[(HeaderSize + (frame * FrameSize))..]);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_stackTrace")]
    private static extern ref object? StackTraceOf(Exception exception);

    private static bool SelfCheck()
    {
        try
        {
            var probe = new InvalidOperationException();
            return !TryRead(probe, out _, out _, out _)
                && Grows(probe)
                && ThrownAgainIsAnotherArray(probe);
        }
        catch (Exception)
        {
            // A missing field, another layout: whatever it is, the public path serves.
            return false;
        }
    }

    private static bool Grows(Exception probe)
    {
        int inner = 0, outer;
        ulong innerHash = 0;
        try
        {
            try
            {
                Throw(probe);
            }
            catch (InvalidOperationException e)
            {
                if (!TryRead(e, out _, out var bytes, out inner) || inner != new StackTrace(e, false).FrameCount || Address(bytes, 0) == Address(bytes, 1))
                {
                    return false;
                }

                innerHash = Hash(bytes, inner);
                throw;
            }
        }
        catch (InvalidOperationException e)
        {
            return TryRead(e, out _, out var bytes, out outer)
                && outer == new StackTrace(e, false).FrameCount
                && outer >= inner
                && Hash(bytes, inner) == innerHash;
        }

        return false;
    }

    private static bool ThrownAgainIsAnotherArray(Exception probe)
    {
        TryRead(probe, out var before, out _, out _);
        try
        {
            Throw(probe);
        }
        catch (InvalidOperationException e)
        {
            return TryRead(e, out var after, out _, out var count) && !ReferenceEquals(before, after) && count == new StackTrace(e, false).FrameCount;
        }

        return false;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Throw(Exception probe) => throw probe;
}
