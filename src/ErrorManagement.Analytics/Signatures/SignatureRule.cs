namespace ErrorManagement.Analytics.Signatures;

/// <summary>One rule of <see cref="SignatureOptions"/>: which errors have a signature. An error has it when one of <see cref="Keywords"/>, <see cref="StatusCodes"/> or <see cref="Matches"/> says so.</summary>
public sealed class SignatureRule
{
    /// <summary>The name on the wire, such as <c>payment_declined</c>; required. Not blank, at most 100 characters, inclusive, and not <c>unknown</c>. Compared by ordinal. A rule named like an earlier one takes its place.</summary>
    public string Name { get; set; } = "";

    /// <summary>The name for a reader. Default null: <see cref="Name"/> in title case, such as <c>Payment Declined</c>. At most 100 characters, inclusive.</summary>
    public string? Title { get; set; }

    /// <summary>The category in words. Default <c>Other Issue</c>; not blank, at most 100 characters, inclusive.</summary>
    public string Category { get; set; } = "Other Issue";

    /// <summary>How bad it is. Default <see cref="ErrorSeverity.Warning"/>, which reads medium. A defined value.</summary>
    public ErrorSeverity Severity { get; set; } = ErrorSeverity.Warning;

    /// <summary>What to do about it. Default: to read message and trace; not blank, at most 1,000 characters, inclusive.</summary>
    public string Recommendation { get; set; } = "Read its message and its stack trace.";

    /// <summary>
    /// Texts, in any case, that are looked for in the message, in the messages of the exceptions inside, and in the names of their types: in the name without namespace, with a dot in the text in the whole name.
    /// A text that begins or ends with a digit has to be a word of its own there, so <c>500</c> is not in <c>1500 rows</c>. Default empty; at most 200, inclusive, each not blank and at most 200 characters, inclusive.
    /// </summary>
    public IList<string> Keywords { get; set; } = [];

    /// <summary>
    /// HTTP statuses: that of the exception or of its identity, or one in a message beside HTTP, status or code, or beside its own words, such as <c>not found</c>; <c>line 404</c> is none.
    /// Default empty; at most 200, inclusive, each between 100 and 599, inclusive.
    /// </summary>
    public IList<int> StatusCodes { get; set; } = [];

    /// <summary>
    /// A function of the host's own. Default null: only keywords and statuses are asked. Asked after these, on any thread, by many at once. When it throws, that is no match; it is counted, and told in the log once a rule.
    /// Cannot be bound from a configuration.
    /// </summary>
    public Func<SignatureInput, bool>? Matches { get; set; }

    /// <summary>The name of the rule before which this one is asked. Default null: it is asked in its place in the list. Must be the name of another rule.</summary>
    public string? Before { get; set; }

    /// <summary>Whether it is asked. Default true; false takes the rule out, also an earlier one of the same name.</summary>
    public bool Enabled { get; set; } = true;

    internal SignatureRule Copy()
    {
        var copy = (SignatureRule)MemberwiseClone();
        copy.Keywords = Keywords is null ? null! : [.. Keywords];
        copy.StatusCodes = StatusCodes is null ? null! : [.. StatusCodes];
        return copy;
    }
}
