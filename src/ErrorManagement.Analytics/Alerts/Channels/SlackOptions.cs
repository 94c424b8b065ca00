namespace ErrorManagement.Analytics;

/// <summary>Settings of a <see cref="SlackChannel"/>. Copied when it is built: later changes have no effect on it.</summary>
/// <remarks>The address is the secret: whoever knows it can write to the channel. Not safe for changes from several threads.</remarks>
public sealed class SlackOptions : HttpChannelOptions
{
    /// <summary>The name of the channel, in logs and metrics. Default <c>slack</c>; not blank; at most 64 characters, inclusive: letters, digits, <c>-</c>, <c>_</c> and <c>.</c> of ASCII. Few different values, no private data.</summary>
    public string Name { get; set; } = "slack";

    internal SlackOptions Copy() => CopyTo((SlackOptions)MemberwiseClone());
}
