namespace ErrorManagement.Analytics;

/// <summary>Settings of a <see cref="WebhookChannel"/>. Copied when it is built: later changes have no effect on it.</summary>
/// <remarks>Not safe for changes from several threads.</remarks>
public sealed class WebhookOptions : HttpChannelOptions
{
    /// <summary>The name of the channel, in logs and metrics. Default <c>webhook</c>; not blank; at most 64 characters, inclusive: letters, digits, <c>-</c>, <c>_</c> and <c>.</c> of ASCII. Few different values, no private data.</summary>
    public string Name { get; set; } = "webhook";

    /// <summary>What bodies are signed with, known to the receiver alone. Default null, which goes with <see cref="AllowUnsigned"/> or without an address only. At least 16 and at most 512 characters, both inclusive. Private: shown by nothing.</summary>
    public string? Secret { get; set; }

    /// <summary>The secret before the current one, which signs as well while receivers change over. Default null: there is none. At least 16 and at most 512 characters, both inclusive. Private: shown by nothing.</summary>
    public string? PreviousSecret { get; set; }

    /// <summary>Whether bodies may go without a signature, so that a receiver cannot know who sent them. Default false: there must be a <see cref="Secret"/>.</summary>
    public bool AllowUnsigned { get; set; }

    /// <summary>
    /// Headers that are sent too, such as an Authorization, by name. Default empty; not null; at most 20, inclusive, with values of at most 4,096 characters, inclusive, of visible ASCII and blanks. Values are private.
    /// Headers that say where a request goes, how long it is or what is in it, cookies, and those of the channel's own cannot be set.
    /// </summary>
    public IDictionary<string, string> Headers { get; set; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Up to how many bytes of JSON a report is sent whole; of a longer one go title and summary only. Default 262,144. At least 0 and at most 4,194,304, both inclusive.</summary>
    public int MaxReportBytes { get; set; } = 256 * 1024;

    internal WebhookOptions Copy()
    {
        var copy = CopyTo((WebhookOptions)MemberwiseClone());
        copy.Headers = Headers is null ? null! : new Dictionary<string, string>(Headers, StringComparer.OrdinalIgnoreCase);
        return copy;
    }
}
