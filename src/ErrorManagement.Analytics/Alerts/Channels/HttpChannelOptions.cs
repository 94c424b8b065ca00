namespace ErrorManagement.Analytics;

/// <summary>What channels that send by HTTP have in common: where to, how long, how often, and what they may call. Copied when a channel is built: later changes have no effect on it.</summary>
/// <remarks>The address may hold a secret in its path, as Slack's do: it is shown by nothing of this library, its host name apart. Not safe for changes from several threads.</remarks>
public abstract class HttpChannelOptions
{
    private protected HttpChannelOptions()
    {
    }

    /// <summary>The address to post to, absolute, with <c>https</c> and without user name and password in it. Default null: there is no such channel, and none can be built. At most 2,048 characters, inclusive. Private.</summary>
    public string? Url { get; set; }

    /// <summary>How long one try may take, from the name look-up to the head of the answer. Default 10 s. At least 100 ms and at most 5 min, both inclusive.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long all tries of one message and the waits between them may take. Default 60 s. At least <see cref="Timeout"/> and at most 1 hour, both inclusive.</summary>
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How many tries may follow the first. Default 3. At least 0 and at most 10, both inclusive. Tried again is after no answer, 408, 429 and all statuses from 500 on.</summary>
    public int MaxRetries { get; set; } = 3;

    /// <summary>The delay before the first retry; each further one is twice as long, and all are spread by a quarter at random. Default 1 s. At least zero and at most 1 min, both inclusive.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The longest Retry-After that is waited for. Default 30 s. At least zero and at most 10 min, both inclusive. When the receiver asks for more, the message fails,
    /// and for this long no other one is sent.
    /// </summary>
    public TimeSpan MaxRetryAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>After how many failed tries in a row the receiver is left alone. Default 5. At least 1 and at most 100, both inclusive.</summary>
    public int FailureThreshold { get; set; } = 5;

    /// <summary>How long it is left alone before one trial is made: messages fail at once meanwhile. Default 60 s. At least 1 s and at most 1 hour, both inclusive.</summary>
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Whether <see cref="Url"/> may begin with <c>http</c>: what is sent can then be read on the way. Default false.</summary>
    public bool AllowHttp { get; set; }

    /// <summary>
    /// Whether addresses of the own network may be called: loopback, private, shared (100.64.0.0/10), unique local. Default false. Addresses of link-local networks and of the metadata services of clouds,
    /// which hand out credentials, and those that no host can have are refused all the same, unless <see cref="AllowedNetworks"/> holds them.
    /// </summary>
    public bool AllowPrivateAddresses { get; set; }

    /// <summary>Networks that may be called though they are not public, such as <c>10.20.0.0/16</c> or <c>fd12:3456::/32</c>. Default empty; not null; at most 64, inclusive. A single address is a network of its own: <c>10.20.0.7/32</c>.</summary>
    public IList<string> AllowedNetworks { get; set; } = [];

    private protected T CopyTo<T>(T copy)
        where T : HttpChannelOptions
    {
        copy.AllowedNetworks = AllowedNetworks is null ? null! : [.. AllowedNetworks];
        return copy;
    }
}
