namespace ErrorManagement.Analytics.Alerts;

/// <summary>Says what is wrong with <see cref="SlackOptions"/>, everything at once, and shows nothing that is private.</summary>
internal static class SlackOptionsValidator
{
    /// <summary>One message a mistake; empty when there is none.</summary>
    public static IReadOnlyList<string> Mistakes(SlackOptions options)
    {
        var mistakes = new List<string>();
        ChannelNames.Check(options.Name, mistakes);
        HttpChannelOptionsValidator.Check(options, mistakes);
        return mistakes;
    }

    /// <exception cref="ArgumentException">There is a mistake, or no address; the message lists all of them.</exception>
    public static void ThrowIfInvalid(SlackOptions options)
    {
        var mistakes = Mistakes(options);
        if (options.Url is null)
        {
            mistakes = [.. mistakes, $"{nameof(options.Url)} must be given to build a channel."];
        }

        if (mistakes.Count > 0)
        {
            throw new ArgumentException(string.Join(" ", mistakes), nameof(options));
        }
    }
}
