namespace ErrorManagement.Analytics.Grouping;

/// <summary>What a character can be part of; a table look-up for ASCII. Kinds of word characters are flags, so that those of a word can be joined.</summary>
internal static class CharacterKinds
{
    public const int Other = 0;
    public const int OtherLetter = 1;
    public const int Digit = 2;
    public const int HexLetter = 4;

    /// <summary>May begin a value: a quote, a slash, a sign, a colon.</summary>
    public const int Mark = 8;

    private static ReadOnlySpan<byte> Table =>
    [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 8, 0, 0, 0, 0, 8, 0, 0, 0, 8, 0, 8, 0, 8, // " ' + - /
        2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 8, 0, 0, 0, 0, 0, // digits :
        0, 4, 4, 4, 4, 4, 4, 1, 1, 1, 1, 1, 1, 1, 1, 1,
        1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 8, 0, 0, 0, // \
        8, 4, 4, 4, 4, 4, 4, 1, 1, 1, 1, 1, 1, 1, 1, 1, // `
        1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0,
    ];

    public static int Of(char c) => c < 128 ? Table[c] : char.IsLetter(c) || char.IsSurrogate(c) ? OtherLetter : Other;

    public static bool IsWord(int kind) => (kind & (OtherLetter | Digit | HexLetter)) != 0;
}
