namespace ErrorManagement.Analytics.Scrubbing;

/// <summary>What the name of a field says of its value.</summary>
internal enum SecretKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A secret only when the value looks made by chance: <c>signature</c>, <c>auth</c>.</summary>
    Random,

    /// <summary>A secret unless the value is a small number or the name of a type: <c>token</c>, <c>api_key</c>.</summary>
    Weak,

    /// <summary>A secret whatever the value: <c>password</c>, and every name the host gave.</summary>
    Strong,

    /// <summary>A secret of several words: <c>passphrase</c>.</summary>
    Phrase,

    /// <summary>A header of a scheme and credentials: <c>Authorization</c>.</summary>
    Header,

    /// <summary>A header of pairs: <c>Cookie</c>.</summary>
    Cookie,
}
