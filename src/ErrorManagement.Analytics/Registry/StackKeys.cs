using System.Collections.ObjectModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ErrorManagement.Analytics.Grouping;

namespace ErrorManagement.Analytics.Registry;

/// <summary>
/// Hashes of stacks, for this process only, of three widths. The narrowest goes by places in the code: two callees that the compiler has put
/// into their caller have different places, though the frames name the same methods. The wider ones serve an error whose places are new ever again.
/// </summary>
internal static class StackKeys
{
    private const int Innermost = 192;
    private const int Outermost = 64;
    private const int MaxExceptions = 128;
    private const int MaxBranches = 64;
    private const int MaxText = 16_384;
    private const ulong Factor = 0x9e3779b97f4a7c15;
    private const ulong RepeatFactor = 0xc2b2ae3d27d4eb4f;
    private const int Turn = 26;

    /// <summary>By the places of the frames: return addresses, or what the public API has in their place.</summary>
    /// <param name="incident">The error.</param>
    /// <param name="frames">The frames of its exception.</param>
    /// <param name="isAlone">Whether its exception is known to hold no other one.</param>
    public static ulong OfPlaces(in Incident incident, in ThrownFrames frames, bool isAlone)
    {
        if (incident.Exception is not { } exception)
        {
            return OfText(incident.StackTrace);
        }

        var key = isAlone && frames.Count > 0 ? frames.HashOfPlaces() : Walk<Places>(exception, in frames);
        return incident.StackTrace is null ? key : StableHash.Combine(key, OfText(incident.StackTrace));
    }

    /// <summary>By the methods, each once, in the order in which they come first: a recursion has one, however it went.</summary>
    public static ulong OfMethods(in Incident incident, in ThrownFrames frames) => incident.Exception is { } exception ? Walk<Methods>(exception, in frames) : 0;

    /// <summary>By the innermost and the outermost method.</summary>
    public static ulong OfEnds(in Incident incident, in ThrownFrames frames) => incident.Exception is { } exception ? Walk<Ends>(exception, in frames) : 0;

    /// <summary>
    /// A hash over places that follow each other in memory at equal distances. A place that comes again at once, and two that come again in
    /// turns, count once, so that the depth of a plain recursion is no part of it. Of a very deep stack, the innermost and the outermost frames count.
    /// </summary>
    /// <param name="first">Where the innermost place lies.</param>
    /// <param name="distance">How many bytes lie between one and the next.</param>
    /// <param name="count">How many there are.</param>
    public static ulong HashOf(ref byte first, int distance, int count)
    {
        if (count <= Innermost + Outermost)
        {
            return Add(Factor, ref first, distance, count);
        }

        var hash = Add(Factor, ref first, distance, Innermost);
        return Add(hash, ref Unsafe.Add(ref first, (nint)(count - Outermost) * distance), distance, Outermost);
    }

    private static ulong Add(ulong hash, ref byte first, nint distance, int count)
    {
        // The last three places; addresses are not 0.
        ulong last = 0, second = 0, third = 0;
        var repeats = 0u;
        for (nint i = 0; i < count; i++)
        {
            var place = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref first, i * distance));
            if (place == last)
            {
                continue;
            }

            if (place == second && last == third)
            {
                repeats++;
            }
            else
            {
                if (repeats != 0)
                {
                    hash += Ended(repeats);
                    repeats = 0;
                }

                hash = (ulong.RotateLeft(hash, Turn) ^ place) * Factor;
            }

            third = second;
            second = last;
            last = place;
        }

        return repeats == 0 ? hash : hash + Ended(repeats);
    }

    // That turns were left out, and with which of the two they ended: a stack of other methods without turns must not look the same.
    private static ulong Ended(uint repeats) => (1 + (repeats & 1)) * RepeatFactor;

    private static ulong OfText(string? text) => text is null ? 0 : StableHash.Of(text.AsSpan(0, Math.Min(text.Length, MaxText)));

    private static ulong Walk<T>(Exception exception, in ThrownFrames frames)
        where T : IStackReader
    {
        var left = MaxExceptions;
        return Walk<T>(exception, in frames, ref left);
    }

    private static ulong Walk<T>(Exception exception, in ThrownFrames frames, ref int left)
        where T : IStackReader
    {
        var key = OfOne<T>(exception, in frames);
        for (var e = exception; --left > 0; key = StableHash.Combine(key, OfOne<T>(e, frames.OfAnother(e))))
        {
            if (e is AggregateException { InnerExceptions: { Count: > 1 } many })
            {
                return StableHash.Combine(key, OfBranches<T>(many, in frames, ref left));
            }

            if (e.InnerException is not { } inner)
            {
                break;
            }

            e = inner;
        }

        return key;
    }

    private static ulong OfBranches<T>(ReadOnlyCollection<Exception> many, in ThrownFrames frames, ref int left)
        where T : IStackReader
    {
        Span<ulong> seen = stackalloc ulong[MaxBranches];
        var count = 0;
        var key = 0ul;
        for (var i = 0; i < many.Count && count < MaxBranches && left > 0; i++)
        {
            var branch = Walk<T>(many[i], frames.OfAnother(many[i]), ref left);
            if (!T.TakesEach)
            {
                // Which of them failed, and how many, is new each time.
                if (!seen[..count].Contains(branch))
                {
                    seen[count++] = branch;
                    key += StableHash.Finish(branch);
                }
            }
            else
            {
                count++;
                key = StableHash.Combine(key, branch);
            }
        }

        return key;
    }

    private static ulong OfOne<T>(Exception exception, in ThrownFrames frames)
        where T : IStackReader =>
        frames.Count > 0 ? T.Read(in frames) : T.TakesEach ? OfText(ExceptionShapes.StackTextOf(exception)) : 0;

    /// <summary>What is read of the frames of one exception.</summary>
    private interface IStackReader
    {
        /// <summary>Whether each exception of several counts, in its order, and a stack that is only text.</summary>
        static abstract bool TakesEach { get; }

        static abstract ulong Read(in ThrownFrames frames);
    }

    private readonly struct Places : IStackReader
    {
        public static bool TakesEach => true;

        public static ulong Read(in ThrownFrames frames) => frames.HashOfPlaces();
    }

    private readonly struct Methods : IStackReader
    {
        public static bool TakesEach => false;

        public static ulong Read(in ThrownFrames frames)
        {
            Span<ulong> methods = stackalloc ulong[Innermost + Outermost];
            var count = 0;
            for (var i = 0; i < frames.Count && count < methods.Length; i++)
            {
                var method = frames.MethodAt(i);
                if (!methods[..count].Contains(method))
                {
                    methods[count++] = method;
                }
            }

            return StableHash.Of(MemoryMarshal.AsBytes(methods[..count]));
        }
    }

    private readonly struct Ends : IStackReader
    {
        public static bool TakesEach => false;

        public static ulong Read(in ThrownFrames frames) => StableHash.Combine(frames.MethodAt(0), frames.MethodAt(frames.Count - 1));
    }
}
