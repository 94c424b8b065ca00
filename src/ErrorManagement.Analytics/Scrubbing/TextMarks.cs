namespace ErrorManagement.Analytics.Scrubbing;

/// <summary>What a first look at a text found: each could begin a secret.</summary>
[Flags]
internal enum TextMarks
{
    None = 0,

    /// <summary>A run of digits, blanks and dashes as long as a card.</summary>
    Card = 1,

    /// <summary>An @.</summary>
    At = 2,

    /// <summary>A part of a secret's name.</summary>
    Name = 4,

    /// <summary>A long word that begins as a token does.</summary>
    Token = 8,
}
