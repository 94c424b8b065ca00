using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ErrorManagement.Analytics.Grouping;

/// <summary>
/// A key of a message that is made in some ns, for this process only: two messages with one key have one template (<see cref="MessageMask"/>),
/// and one template has many keys. Text counts as it is, but for two kinds of values, which are left out where nothing beside them can make
/// them part of another value: whole numbers, of which only the number of digits counts, roughly, and GUIDs.
/// </summary>
/// <remarks>
/// The mask knows limits of length (of what is quoted, of a path's words, of the masked text). Texts of up to <see cref="MaxLength"/> characters
/// without backslashes reach none of them, so there the width of a number moves nothing else.
/// </remarks>
internal static class MessageKey
{
    /// <summary>Longer messages have no such key.</summary>
    public const int MaxLength = 256;

    private const int Block = 16;
    private const int WordBits = 64;
    private const int GuidLength = 36;
    private const int MaxDigits = 20;
    private const int MaxDigitsAsIs = 12;
    private const ulong Stir = 0xD6E8FEB86659FD93;

    private static readonly ulong SeedOne = (ulong)Random.Shared.NextInt64() | 1;
    private static readonly ulong SeedOther = (ulong)Random.Shared.NextInt64() << 1 | 1;

    // By the number of digits, as the mask tells them apart: a day of a month has one or two, a year has four.
    private const ulong DayOrHour = 0xA0761D6478BD642F;
    private const ulong Year = 0xE7037ED1A0B428DB;
    private const ulong Number = 0x8EBC6AF09C88C6E3;
    private const ulong GuidMark = 0x589965CC75374CC3;

    // What may stand beside a run of digits that is a number of its own.
    private const int Before = 1;
    private const int After = 2;
    private const int Ending = 4;
    private const int Gap = 8;

    // A letter that no GUID has, and what a GUID has.
    private const int PlainLetter = 16;
    private const int Hex = 32;

    private static ReadOnlySpan<byte> Kinds =>
    [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 11, 11, 0, 0, 11, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        11, 2, 3, 3, 1, 2, 0, 3, 1, 2, 0, 0, 4, 0, 4, 0,
        32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 4, 3, 0, 3, 0, 2,
        0, 32, 32, 32, 32, 32, 32, 16, 16, 16, 16, 16, 16, 16, 16, 16,
        16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 1, 0, 2, 0, 3,
        0, 32, 32, 32, 32, 32, 32, 16, 16, 16, 16, 16, 16, 16, 16, 16,
        16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 1, 3, 2, 0, 0,
    ];

    /// <summary>The key; false when the message is too long, or is written in a way that takes a closer look.</summary>
    public static bool TryOf(ReadOnlySpan<char> text, out ulong key) => TryOf(text, out key, out _);

    /// <summary>The key, and one that is finer.</summary>
    /// <param name="text">The message.</param>
    /// <param name="key">The key.</param>
    /// <param name="exact">
    /// The finer one: it tells the widths of numbers apart that hang on a word, too; 0 for a message with as many digits as a card has. So of two messages with one
    /// such key, either both are free of secrets or neither is: how long each word is, and all of it but the values of digits, is the same.
    /// </param>
    public static bool TryOf(ReadOnlySpan<char> text, out ulong key, out ulong exact)
    {
        key = 0;
        exact = 0;
        if (text.Length > MaxLength)
        {
            return false;
        }

        var digits = default(DigitMap);
        if (!FindDigits(text, ref digits))
        {
            return false;
        }

        var hash = (ulong)text.Length;
        var widths = 0ul;
        var from = 0;
        var at = Next(in digits, 0, text.Length, wanted: true);
        if (at < text.Length)
        {
            // The length is part of the key only where no value is left out.
            hash = Number;
        }

        while (at < text.Length)
        {
            var end = Next(in digits, at, text.Length, wanted: false);
            if (IsNumber(text, at, end))
            {
                hash = Piece(hash, text[from..at]) + ((end - at) switch { 1 or 2 => DayOrHour, 4 => Year, _ => Number });
                from = end;
                if ((at > 0 && text[at - 1] is '-' or '_') || (end < text.Length && text[end] == '_'))
                {
                    widths = (widths + (ulong)(end - at)) * Stir;
                }
            }
            else if (GuidAt(text, from, at) is var guid and >= 0)
            {
                hash = Piece(hash, text[from..guid]) + GuidMark;
                from = end = guid + GuidLength;
            }

            at = Next(in digits, end, text.Length, wanted: true);
        }

        key = StableHash.Finish(Piece(hash, text[from..]));
        exact = CountOf(in digits) > MaxDigitsAsIs ? 0 : key + widths;
        return true;
    }

    private static int CountOf(in DigitMap digits)
    {
        var count = 0;
        for (var i = 0; i < MaxLength / WordBits; i++)
        {
            count += BitOperations.PopCount(digits[i]);
        }

        return count;
    }

    private static bool IsNumber(ReadOnlySpan<char> text, int start, int end)
    {
        if (end - start > MaxDigits)
        {
            return false;
        }

        if (start > 0 && !Has(Before, text[start - 1]))
        {
            // A dash after a letter that no GUID and no date has: order-123.
            if (text[start - 1] != '-' || start < 2 || !Has(PlainLetter, text[start - 2]))
            {
                return false;
            }
        }

        return end == text.Length
            || Has(After, text[end])
            || (Has(Ending, text[end]) && (end + 1 == text.Length || Has(Gap, text[end + 1])));
    }

    /// <summary>Where a GUID begins that holds the digit at <paramref name="digit"/>; -1 when there is none.</summary>
    private static int GuidAt(ReadOnlySpan<char> text, int from, int digit)
    {
        var start = digit;
        while (start > from && digit - start < GuidLength && (Has(Hex, text[start - 1]) || text[start - 1] == '-'))
        {
            start--;
        }

        return text.Length - start >= GuidLength
            && text[start + 8] == '-'
            && (start == 0 || Has(Before, text[start - 1]))
            && (start + GuidLength == text.Length || Has(After | Ending, text[start + GuidLength]))
            && AreHexGroups(text.Slice(start, GuidLength))
            ? start
            : -1;
    }

    private static bool AreHexGroups(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (i is 8 or 13 or 18 or 23 ? text[i] != '-' : !Has(Hex, text[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>One bit for each digit. False when there is a character that reaches far: an address's @, a backslash, a backtick.</summary>
    private static bool FindDigits(ReadOnlySpan<char> text, ref DigitMap digits)
    {
        if (!Vector256.IsHardwareAccelerated || text.Length < Block)
        {
            return FindDigitsOneByOne(text, ref digits);
        }

        var units = MemoryMarshal.Cast<char, ushort>(text);
        ref var first = ref MemoryMarshal.GetReference(units);
        var far = Vector256<ushort>.Zero;
        for (var at = 0; at < text.Length; at += Block)
        {
            // The last block begins early enough to be whole; what it says twice is the same.
            var start = Math.Min(at, text.Length - Block);
            var block = Vector256.LoadUnsafe(ref first, (nuint)start);
            far |= Vector256.Equals(block, Vector256.Create((ushort)'@')) | Vector256.Equals(block, Vector256.Create((ushort)'\\')) | Vector256.Equals(block, Vector256.Create((ushort)'`'));
            var found = (ulong)Vector256.LessThanOrEqual(block - Vector256.Create((ushort)'0'), Vector256.Create((ushort)9)).ExtractMostSignificantBits();
            digits[at / WordBits] |= (found >> (at - start)) << (at % WordBits);
        }

        return far == Vector256<ushort>.Zero;
    }

    private static bool FindDigitsOneByOne(ReadOnlySpan<char> text, ref DigitMap digits)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is '@' or '\\' or '`')
            {
                return false;
            }

            if (char.IsAsciiDigit(text[i]))
            {
                digits[i / WordBits] |= 1ul << (i % WordBits);
            }
        }

        return true;
    }

    /// <summary>The next place from <paramref name="from"/> on that holds a digit, or that holds none; the length when there is none.</summary>
    private static int Next(in DigitMap digits, int from, int length, bool wanted)
    {
        for (var word = from / WordBits; word * WordBits < length; word++, from = word * WordBits)
        {
            var bits = (wanted ? digits[word] : ~digits[word]) >> (from % WordBits);
            if (bits != 0)
            {
                return Math.Min(length, from + BitOperations.TrailingZeroCount(bits));
            }
        }

        return length;
    }

    /// <summary>Adds text to the hash, its length included, sixteen bytes a step.</summary>
    private static ulong Piece(ulong hash, ReadOnlySpan<char> text)
    {
        hash += (ulong)text.Length * Stir;
        if (text.Length < 4)
        {
            var few = 0ul;
            foreach (var c in text)
            {
                few = (few << 16) | c;
            }

            return Mix(hash, few, Number);
        }

        var bytes = MemoryMarshal.AsBytes(text);
        ref var start = ref MemoryMarshal.GetReference(bytes);
        var i = 0;
        for (; bytes.Length - i > 2 * sizeof(ulong); i += 2 * sizeof(ulong))
        {
            hash = Mix(hash, Word(ref start, i), Word(ref start, i + sizeof(ulong)));
        }

        // The last words begin early enough to be whole.
        return Mix(hash, Word(ref start, Math.Min(i, bytes.Length - sizeof(ulong))), Word(ref start, bytes.Length - sizeof(ulong)));
    }

    private static ulong Word(ref byte start, int offset) => Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, offset));

    /// <summary>A folded product, as in wyhash (Wang Yi): both halves of it depend on all bits. The seeds are this process's own, so that nobody can write two messages with one key.</summary>
    private static ulong Mix(ulong hash, ulong one, ulong other)
    {
        var high = Math.BigMul(hash ^ one ^ SeedOne, hash ^ BitOperations.RotateLeft(other, 32) ^ SeedOther, out var low);
        return high ^ low;
    }

    private static bool Has(int kinds, char c) => c < 128 && (Kinds[c] & kinds) != 0;

    /// <summary>One bit for each character of the longest message.</summary>
    [InlineArray(MaxLength / WordBits)]
    private struct DigitMap
    {
        private ulong _first;
    }
}
