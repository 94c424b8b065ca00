namespace ErrorManagement.Analytics.Scrubbing;

/// <summary>Settings of what is taken out of texts before anything of them is hashed, queued or kept. Copied when the registry is made.</summary>
public sealed class ScrubbingOptions
{
    /// <summary>Whether secrets are taken out at all. Default true; false leaves every text as it is, user rules included.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Whether e-mail addresses are taken out as well. Default false: they stay in texts that are kept, and never tell two errors apart.</summary>
    public bool Emails { get; set; }

    internal ScrubbingOptions Copy() => (ScrubbingOptions)MemberwiseClone();
}
