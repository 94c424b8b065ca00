namespace ErrorManagement.Analytics.Scrubbing;

/// <summary>Settings of what is taken out of texts before anything of them is hashed, queued or kept. Copied when the registry is made.</summary>
public sealed class ScrubbingOptions
{
    /// <summary>Whether secrets are taken out at all. Default true; false leaves every text as it is, user rules included. The bounds in number and size hold all the same.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Whether e-mail addresses are taken out as well. Default false: they stay in texts that are kept, and never tell two errors apart.</summary>
    public bool Emails { get; set; }

    /// <summary>
    /// Further names of fields whose values are secrets, such as <c>customer number</c>: in any case and spelling (<c>customer_number</c>, <c>CustomerNumber</c>), also as the last words of a longer name.
    /// Default empty; must not be null. At most 100, inclusive, each with at least 2 and at most 64 letters and digits, inclusive.
    /// </summary>
    public IList<string> SecretNames { get; set; } = [];

    /// <summary>Rules of the host's own, asked in their order after what is built in. Default empty; must not be null; at most 50, inclusive.</summary>
    public IList<ScrubbingRule> Rules { get; set; } = [];

    internal ScrubbingOptions Copy()
    {
        var copy = (ScrubbingOptions)MemberwiseClone();
        copy.SecretNames = SecretNames is null ? null! : [.. SecretNames];
        copy.Rules = Rules is null ? null! : [.. Rules.Select(rule => rule?.Copy()!)];
        return copy;
    }
}
