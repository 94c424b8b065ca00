namespace ErrorManagement.Analytics.Scrubbing;

/// <summary>A rule of the host's own: what it finds is taken out of every text. Either <see cref="Pattern"/>, which can also come from configuration, or <see cref="Replace"/>.</summary>
public sealed class ScrubbingRule
{
    /// <summary>The name, shown in mistakes of the settings. Must not be blank; at most 200 characters, inclusive.</summary>
    public string Name { get; set; } = "";

    /// <summary>A regular expression, culture-invariant, without options of its own (write <c>(?i)</c> for any case). It is run without backtracking where it can be, and has 50 ms for a text; when that was not enough, 50 ms once more, then the whole text is withheld. Default null: <see cref="Replace"/> is asked.</summary>
    public string? Pattern { get; set; }

    /// <summary>What stands in the place of a match; <c>$1</c> is its first group. Default <c>***</c>; null is the same as empty. At most 200 characters, inclusive. It must not be a match itself.</summary>
    public string? Replacement { get; set; } = "***";

    /// <summary>A text, in any case, that stands in everything the rule is for, such as <c>iban</c>: other texts are not shown to the rule, and cost next to nothing. Default null: it is asked about every text of every error.</summary>
    public string? Hint { get; set; }

    /// <summary>
    /// Gives the text without what must not be kept. Default null: <see cref="Pattern"/> is used. Runs on the thread that records, on any number of them at once, after what is built in;
    /// it must be quick. When it throws or returns null, the whole text is withheld; after a <see cref="System.Text.RegularExpressions.RegexMatchTimeoutException"/> it is asked once more.
    /// </summary>
    public Func<string, string?>? Replace { get; set; }

    internal ScrubbingRule Copy() => (ScrubbingRule)MemberwiseClone();
}
