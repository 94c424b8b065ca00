namespace ErrorManagement.Classification;

/// <summary>How an <see cref="ErrorClassifier"/> judges.</summary>
/// <remarks>Read once, when the classifier is made; later changes have no effect.</remarks>
public sealed class ErrorClassifierOptions
{
    /// <summary>The default of <see cref="MaxMessageLength"/>.</summary>
    public const int DefaultMaxMessageLength = 4096;

    /// <summary>The host's own rules, asked in order before all else; the first that matches wins. Empty by default; at most 1,000, and none of them null.</summary>
    public IList<ErrorRule> Rules { get; } = [];

    /// <summary>Where severity comes from when neither a rule nor the exception says it. Default <see cref="SeverityPolicy.ByType"/>; must be one of the enumeration's values.</summary>
    public SeverityPolicy SeverityPolicy { get; set; } = SeverityPolicy.ByType;

    /// <summary>How many characters of a message are looked at. Default 4,096; between 0 and 65,536, both inclusive. 0 leaves messages unread.</summary>
    public int MaxMessageLength { get; set; } = DefaultMaxMessageLength;
}
