using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ErrorManagement.Analytics.Scrubbing;

/// <summary>What no secret comes without, looked for with vectors: this runs for every known error. It may find too much, and never too little.</summary>
internal static class SecretTriggers
{
    /// <summary>The fewest digits of a card.</summary>
    public const int ShortestCard = 13;

    /// <summary>The fewest characters of a token that is known by its own shape, its prefix included.</summary>
    public const int ShortestToken = 14;

    /// <summary>Parts of names, in any case; at least three letters each.</summary>
    public static readonly string[] NameStems =
        ["pass", "pwd", "secret", "token", "key", "credential", "auth", "bearer", "basic", "cookie", "sess", "sig", "cvv", "cvc", "otp", "jwt", "psk", "kennwort", "psw"];

    public static readonly SearchValues<string> Names = SearchValues.Create(NameStems, StringComparison.OrdinalIgnoreCase);

    /// <summary>Beginnings of secrets that have a shape of their own.</summary>
    public static readonly SearchValues<string> Shapes = SearchValues.Create(
        [SecretShapes.JwtStart, SecretShapes.PemStart, .. TokenShape.All.Select(shape => shape.Prefix)], StringComparison.Ordinal);

    private const int Window = 64;
    private const int Block = 16;

    // The windows overlap by as much as the longest run that is looked for: one may lie across an edge.
    private const int Step = Window - Block;
    private const int Kinds = 8;
    private const int Letters = 3;

    // For each of the first three letters of the stems, by the low and the high half of its code: in which groups of stems it occurs there.
    private static readonly Vector128<byte>[] Tables = MakeTables();
    private static readonly string[] TokenStarts = [SecretShapes.JwtStart, .. TokenShape.All.Where(shape => !shape.IsAddress).Select(shape => shape.Prefix)];
    private static readonly SearchValues<char> TokenFirsts = SearchValues.Create(TokenStarts.Select(start => start[0]).Distinct().ToArray());

    /// <summary>What there is in a text.</summary>
    public static TextMarks Read(ReadOnlySpan<char> text)
    {
        var marks = TextMarks.None;
        for (var from = 0; ; from += Step)
        {
            marks |= text.Length - from > Window ? ReadWindow(text, from, Window) : ReadWindow(text, from, text.Length - from);
            if (from + Window >= text.Length)
            {
                return marks;
            }
        }
    }

    private static TextMarks ReadWindow(ReadOnlySpan<char> text, int from, int length)
    {
        // Bytes, and some behind the end: what is no byte becomes 255, which is none of what is looked for.
        Span<byte> bytes = stackalloc byte[Window + (2 * Block)];
        Narrow(text.Slice(from, length), bytes);
        ulong run = 0, word = 0, beyondHex = 0, stems = 0;
        var at = false;
        for (var i = 0; i < length; i += Block)
        {
            var raw = Vector128.Create<byte>(bytes.Slice(i, Block));
            var folded = raw | Vector128.Create((byte)0x20);
            var digits = Vector128.LessThan(raw - Vector128.Create((byte)'0'), Vector128.Create((byte)10));
            var dashes = Vector128.Equals(raw, Vector128.Create((byte)'-'));
            var lines = Vector128.Equals(raw, Vector128.Create((byte)'_'));
            var letters = Vector128.LessThan(folded - Vector128.Create((byte)'a'), Vector128.Create((byte)26));
            var high = Vector128.LessThan(folded - Vector128.Create((byte)'g'), Vector128.Create((byte)20));
            run |= (ulong)(digits | dashes | Vector128.Equals(raw, Vector128.Create((byte)' '))).ExtractMostSignificantBits() << i;
            word |= (ulong)(digits | dashes | lines | letters).ExtractMostSignificantBits() << i;
            beyondHex |= (ulong)(high | lines).ExtractMostSignificantBits() << i;
            at |= Vector128.EqualsAny(raw, Vector128.Create((byte)'@'));
            var groups = GroupsOf(folded, 0)
                & GroupsOf(Vector128.Create<byte>(bytes.Slice(i + 1, Block)) | Vector128.Create((byte)0x20), 1)
                & GroupsOf(Vector128.Create<byte>(bytes.Slice(i + 2, Block)) | Vector128.Create((byte)0x20), 2);
            stems |= (ulong)(~Vector128.Equals(groups, Vector128<byte>.Zero)).ExtractMostSignificantBits() << i;
        }

        var marks = at ? TextMarks.At : TextMarks.None;
        if (BitOperations.PopCount(run) >= ShortestCard && Runs(run, ShortestCard) != 0)
        {
            marks |= TextMarks.Card;
        }

        if (stems != 0 && HasStem(text, from, stems))
        {
            marks |= TextMarks.Name;
        }

        return Runs(word, ShortestToken) is not 0 and var longs && HasToken(text, from, longs, beyondHex) ? marks | TextMarks.Token : marks;
    }

    /// <summary>The first places of runs of so many bits; at least 9 and at most 16.</summary>
    private static ulong Runs(ulong bits, int length)
    {
        bits &= bits >> 1;
        bits &= bits >> 2;
        bits &= bits >> 4;
        return bits & (bits >> (length - 8));
    }

    private static Vector128<byte> GroupsOf(Vector128<byte> folded, int letter) =>
        Vector128.ShuffleNative(Tables[letter], folded & Vector128.Create((byte)0x0F))
        & Vector128.ShuffleNative(Tables[letter + Letters], (folded >>> 4) & Vector128.Create((byte)0x0F));

    private static void Narrow(ReadOnlySpan<char> text, Span<byte> bytes)
    {
        var shorts = MemoryMarshal.Cast<char, ushort>(text);
        if (shorts.Length < Block)
        {
            for (var i = 0; i < shorts.Length; i++)
            {
                bytes[i] = (byte)Math.Min(shorts[i], (ushort)255);
            }

            return;
        }

        for (var i = 0; i + Block <= shorts.Length; i += Block)
        {
            Narrow16(shorts.Slice(i, Block)).CopyTo(bytes[i..]);
        }

        // The last ones once more, so that none is left over.
        var last = shorts.Length - Block;
        Narrow16(shorts[last..]).CopyTo(bytes[last..]);
    }

    private static Vector128<byte> Narrow16(ReadOnlySpan<ushort> shorts) =>
        Vector128.NarrowWithSaturation(Vector128.Create(shorts[..8]), Vector128.Create(shorts[8..]));

    /// <summary>Whether one of the places is the beginning of a stem indeed.</summary>
    private static bool HasStem(ReadOnlySpan<char> text, int from, ulong places)
    {
        for (; places != 0; places &= places - 1)
        {
            var at = from + BitOperations.TrailingZeroCount(places);
            if (at >= text.Length)
            {
                return false;
            }

            var rest = text[at..];
            foreach (var stem in NameStems)
            {
                if ((rest[0] | 0x20) == stem[0] && rest.StartsWith(stem, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Whether one of the long words could be a token: it has more than hexadecimal digits, and begins like one.</summary>
    private static bool HasToken(ReadOnlySpan<char> text, int from, ulong longs, ulong beyondHex)
    {
        // Back to all places of the long words.
        var covered = longs;
        covered |= covered << 1;
        covered |= covered << 2;
        covered |= covered << 4;
        covered |= covered << (ShortestToken - 8);
        if ((covered & beyondHex) == 0)
        {
            return false;
        }

        for (var starts = longs & ~(longs << 1); starts != 0; starts &= starts - 1)
        {
            var at = from + BitOperations.TrailingZeroCount(starts);
            if (BeginsToken(text, at))
            {
                return true;
            }
        }

        return false;
    }

    private static bool BeginsToken(ReadOnlySpan<char> text, int at)
    {
        // Where a window begins, the word may have begun before; where an address stands before, the word is what it hides.
        if (at > 0 && (text[at - 1] is '/' or ':' || char.IsLetterOrDigit(text[at - 1]) || text[at - 1] is '_' or '-'))
        {
            return true;
        }

        // The same behind the point of a prefix that has one (ya29. SG. hvs.).
        if (at > 1 && text[at - 1] == '.' && (text[at - 2] is '9' or 'G' or 's'))
        {
            return true;
        }

        // Dashes are no part of a token's beginning.
        while (at < text.Length && text[at] == '-')
        {
            at++;
        }

        if (at == text.Length || !TokenFirsts.Contains(text[at]))
        {
            return false;
        }

        var rest = text[at..];
        foreach (var start in TokenStarts)
        {
            if (rest.StartsWith(start, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static Vector128<byte>[] MakeTables()
    {
        var tables = new byte[2 * Letters][];
        for (var i = 0; i < tables.Length; i++)
        {
            tables[i] = new byte[Block];
        }

        // Stems that begin alike share a group: so fewer other words fit one.
        var ordered = NameStems.Order(StringComparer.Ordinal).ToArray();
        for (var n = 0; n < ordered.Length; n++)
        {
            var group = (byte)(1 << (n * Kinds / ordered.Length));
            for (var letter = 0; letter < Letters; letter++)
            {
                var code = ordered[n][letter] | 0x20;
                tables[letter][code & 15] |= group;
                tables[letter + Letters][code >> 4] |= group;
            }
        }

        return [.. tables.Select(table => Vector128.Create<byte>(table))];
    }
}
