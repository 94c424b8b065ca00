namespace ErrorManagement.Analytics.Runs;

/// <summary>What a look at the bytes of a JSON array came to.</summary>
internal enum ArrayStep
{
    /// <summary>More bytes are needed.</summary>
    More,

    /// <summary>An entry is complete, be it valid or not.</summary>
    Entry,

    /// <summary>An entry was given up, and the next one looked for.</summary>
    Broken,

    /// <summary>The input ended inside an entry.</summary>
    CutOff,

    /// <summary>Something that is no entry stands behind the end of the array.</summary>
    Behind,

    /// <summary>The input ended before the array did.</summary>
    Unclosed,

    /// <summary>The input ended.</summary>
    End,
}
