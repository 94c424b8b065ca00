namespace ErrorManagement.Analytics;

/// <summary>Settings of an <see cref="EmailChannel"/>. Copied when it is built: later changes have no effect on it.</summary>
/// <remarks>Not safe for changes from several threads.</remarks>
public sealed class EmailOptions
{
    /// <summary>The name of the channel, in logs and metrics. Default <c>email</c>; not blank; at most 64 characters, inclusive: letters, digits, <c>-</c>, <c>_</c> and <c>.</c> of ASCII. Few different values, no private data.</summary>
    public string Name { get; set; } = "email";

    /// <summary>The address of the sender, such as <c>alerts@example.org</c>. Default null: the function that sends knows it. At most 320 characters, inclusive. Private.</summary>
    public string? From { get; set; }

    /// <summary>The addresses of the receivers. Default empty: the function that sends knows them. Not null; at most 100, inclusive, of at most 320 characters each, inclusive. Private.</summary>
    public IList<string> To { get; set; } = [];

    /// <summary>What subjects begin with, such as <c>[shop]</c>. Default null: nothing. At most 60 characters, inclusive, on one line.</summary>
    public string? SubjectPrefix { get; set; }

    /// <summary>How long a message may take to be sent; then it has failed, and what still runs is no longer waited for. Default 30 s. At least 100 ms and at most 10 min, both inclusive.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    internal EmailOptions Copy()
    {
        var copy = (EmailOptions)MemberwiseClone();
        copy.To = To is null ? null! : [.. To];
        return copy;
    }
}
