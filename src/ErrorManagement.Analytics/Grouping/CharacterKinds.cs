namespace ErrorManagement.Analytics.Grouping;

/// <summary>What a character can be part of; a table look-up for ASCII. Kinds of word characters are flags, so that those of a word can be joined.</summary>
internal static class CharacterKinds
{
    public const int Other = 0;
    public const int OtherLetter = 1;
    public const int Digit = 2;
    public const int HexLetter = 4;

    /// <summary>May begin a value: a quote, a slash, a sign, a colon, a digit that is not ASCII.</summary>
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

    public static int Of(char c) => c < 128 ? Table[c]
        : char.IsLetter(c) || char.IsSurrogate(c) ? OtherLetter
        : char.IsDigit(c) || IsOpeningQuote(c) || c == Minus || IsDirection(c) ? Mark
        : Other;

    /// <summary>The sign of negative numbers in Scandinavian and other cultures.</summary>
    public const char Minus = '\u2212';

    /// <summary>Marks without width that say which way text runs: some cultures write one before a sign.</summary>
    public static bool IsDirection(char c) => c is '\u061c' or '\u200e' or '\u200f';

    private static bool IsOpeningQuote(char c) => ClosingOf(c) != '\0';

    /// <summary>The quote that closes what this one opens, where the two differ; null character for none. German lower quotes close with English opening ones.</summary>
    public static char ClosingOf(char opening) => opening switch
    {
        '\u2018' => '\u2019',
        '\u201a' => '\u2018',
        '\u201c' => '\u201d',
        '\u201e' => '\u201c',
        '\u00ab' => '\u00bb',
        '\u00bb' => '\u00ab',
        '\u2039' => '\u203a',
        '\u203a' => '\u2039',
        '\u300c' => '\u300d',
        '\u300e' => '\u300f',
        _ => '\0',
    };

    public static bool IsWord(int kind) => (kind & (OtherLetter | Digit | HexLetter)) != 0;
}
