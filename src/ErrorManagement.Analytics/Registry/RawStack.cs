using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ErrorManagement.Analytics.Registry;

/// <summary>
/// The frames of an exception as the runtime keeps them: some ns and no allocation, where a <see cref="StackTrace"/> takes microseconds.
/// The layout is the runtime's own affair, so it is trusted only if, at start, it says the same as the public API for exceptions thrown
/// to that end; otherwise, and on other runtimes, it is never read again. Used only to tell one throw, and one place in the code, from another inside this process.
/// </summary>
internal static class RawStack
{
    /// <summary>An <see cref="AppContext"/> switch that turns it off.</summary>
    public const string OffSwitch = "ErrorManagement.Analytics.DisableRawStack";

    /// <summary>How many bytes lie between one frame and the next.</summary>
    public const int FrameSize = 32;

    private const int HeaderSize = 16;
    private const int MethodOffset = 16;
    private const int FlagsOffset = 24;
    private const int ThrownOn = 1;

    /// <summary>Whether the layout was found to be what is expected.</summary>
    public static bool IsTrusted { get; } = !(AppContext.TryGetSwitch(OffSwitch, out var off) && off) && SelfCheck();

    /// <summary>Reads the frames. False when there are none or they cannot be read.</summary>
    public static bool TryRead(Exception exception, out object? array, out ReadOnlySpan<byte> bytes, out int count)
    {
        var held = StackTraceOf(exception);
        array = held is object[] { Length: > 0 } wrapped ? wrapped[0] : held;
        return TryRead(array, out bytes, out count);
    }

    /// <summary>Reads the frames out of what the runtime keeps. False when it does not have the layout that is expected, also when that would lead beyond its end.</summary>
    public static bool TryRead(object? array, out ReadOnlySpan<byte> bytes, out int count)
    {
        bytes = default;
        count = 0;
        if (array is not sbyte[] raw || array.GetType() != typeof(sbyte[]) || raw.Length < HeaderSize)
        {
            return false;
        }

        bytes = MemoryMarshal.AsBytes(new ReadOnlySpan<sbyte>(raw));
        count = MemoryMarshal.Read<int>(bytes);
        if (count >= 0 && HeaderSize + ((long)count * FrameSize) <= bytes.Length)
        {
            return true;
        }

        count = 0;
        bytes = default;
        return false;
    }

    /// <summary>How many frames there is room for.</summary>
    public static int CapacityOf(ReadOnlySpan<byte> bytes) => (bytes.Length - HeaderSize) / FrameSize;

    /// <summary>Whether one of these frames is the last of a stack that was captured and thrown on, as awaiting a failed task does.</summary>
    public static bool WasThrownOn(ReadOnlySpan<byte> bytes, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            if ((MemoryMarshal.Read<int>(bytes[(HeaderSize + (i * FrameSize) + FlagsOffset)..]) & ThrownOn) != 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A hash over the first two return addresses of some first frames, and how many those are. Further ones lie in other cache lines, and each of those costs as much as all the rest.</summary>
    public static ulong Sample(ReadOnlySpan<byte> bytes, int frames) =>
        frames == 0 ? 0 : (Address(bytes, 0) * 0x9e3779b97f4a7c15) + (Address(bytes, Math.Min(1, frames - 1)) * 0xc2b2ae3d27d4eb4f) + (ulong)frames;

    /// <summary>Where the return address of the innermost frame lies. There must be a frame.</summary>
    public static ref byte FirstPlace(ReadOnlySpan<byte> bytes) => ref MemoryMarshal.GetReference(bytes[HeaderSize..]);

    /// <summary>What stands for the method of a frame.</summary>
    public static ulong MethodAt(ReadOnlySpan<byte> bytes, int frame) => MemoryMarshal.Read<ulong>(bytes[(HeaderSize + (frame * FrameSize) + MethodOffset)..]);

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

                if (!HoldsMethods(bytes, inner, new StackTrace(e, false)))
                {
                    return false;
                }

                innerHash = Sample(bytes, inner);
                throw;
            }
        }
        catch (InvalidOperationException e)
        {
            return TryRead(e, out _, out var bytes, out outer)
                && outer == new StackTrace(e, false).FrameCount
                && outer >= inner
                && Sample(bytes, inner) == innerHash;
        }

        return false;
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Methods are compared, not looked at; where one was trimmed away, the runtime's frames are not read.")]
    private static bool HoldsMethods(ReadOnlySpan<byte> bytes, int count, StackTrace trace)
    {
        for (var i = 0; i < count; i++)
        {
            if (trace.GetFrame(i)?.GetMethod() is not { } method || (ulong)method.MethodHandle.Value != MethodAt(bytes, i))
            {
                return false;
            }
        }

        return count > 0;
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
