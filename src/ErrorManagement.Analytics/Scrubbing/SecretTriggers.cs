using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ErrorManagement.Analytics.Scrubbing;

/// <summary>What no secret comes without, looked for with vectors: this runs for every known error.</summary>
internal static class SecretTriggers
{
    /// <summary>The fewest digits of a card.</summary>
    public const int ShortestCard = 13;

    /// <summary>Parts of names, in any case.</summary>
    public static readonly string[] NameStems =
        ["pass", "pwd", "secret", "token", "key", "credential", "auth", "bearer", "basic", "cookie", "sess", "sig", "cvv", "cvc", "otp", "jwt", "psk"];

    public static readonly SearchValues<string> Names = SearchValues.Create(NameStems, StringComparison.OrdinalIgnoreCase);

    /// <summary>Beginnings of secrets that have a shape of their own.</summary>
    public static readonly SearchValues<string> Shapes = SearchValues.Create(
        [SecretShapes.JwtStart, SecretShapes.PemStart, .. TokenShape.All.Select(shape => shape.Prefix)], StringComparison.Ordinal);

    private const int Window = 64;

    /// <summary>Whether a text holds a run of digits, blanks and dashes as long as a card, or an @.</summary>
    public static (bool Cards, bool At) Marks(ReadOnlySpan<char> text)
    {
        var cards = false;
        var at = false;
        var from = 0;
        while (true)
        {
            var piece = text.Length - from > Window ? text.Slice(from, Window) : text[from..];
            var (run, ats) = Read(piece);
            at |= ats;
            cards |= HasRun(run);
            if (from + Window >= text.Length || (cards && at))
            {
                return (cards, at);
            }

            // The windows overlap: a run may lie across an edge.
            from += Window - ShortestCard + 1;
        }
    }

    /// <summary>Which characters of at most 64 could be part of a card, a bit each, and whether there is an @.</summary>
    private static (ulong Run, bool At) Read(ReadOnlySpan<char> piece)
    {
        var run = 0UL;
        var at = false;
        var i = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            var shorts = MemoryMarshal.Cast<char, ushort>(piece);
            for (; i + (2 * Vector128<ushort>.Count) <= shorts.Length; i += 2 * Vector128<ushort>.Count)
            {
                // What is no byte becomes 255, which is none of what is looked for.
                var bytes = Vector128.NarrowWithSaturation(Vector128.Create(shorts[i..]), Vector128.Create(shorts[(i + Vector128<ushort>.Count)..]));
                var digits = Vector128.LessThan(bytes - Vector128.Create((byte)'0'), Vector128.Create((byte)10));
                var found = digits | Vector128.Equals(bytes, Vector128.Create((byte)' ')) | Vector128.Equals(bytes, Vector128.Create((byte)'-'));
                run |= (ulong)found.ExtractMostSignificantBits() << i;
                at |= Vector128.EqualsAny(bytes, Vector128.Create((byte)'@'));
            }
        }

        for (; i < piece.Length; i++)
        {
            var c = piece[i];
            at |= c == '@';
            if (char.IsAsciiDigit(c) || c is ' ' or '-')
            {
                run |= 1UL << i;
            }
        }

        return (run, at);
    }

    /// <summary>Whether 13 bits in a row are set.</summary>
    private static bool HasRun(ulong bits)
    {
        if (BitOperations.PopCount(bits) < ShortestCard)
        {
            return false;
        }

        bits &= bits >> 1;
        bits &= bits >> 2;
        bits &= bits >> 4;
        return (bits & (bits >> 5)) != 0;
    }
}
