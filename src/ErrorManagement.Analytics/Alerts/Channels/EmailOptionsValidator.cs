using System.Globalization;
using System.Net.Mail;
using ErrorManagement.Analytics.Reports;

namespace ErrorManagement.Analytics.Alerts;

/// <summary>Says what is wrong with <see cref="EmailOptions"/>, everything at once; addresses are private and not shown.</summary>
internal static class EmailOptionsValidator
{
    private const int LongestAddress = 320;
    private const int LongestPrefix = 60;
    private const int MostReceivers = 100;

    private static readonly TimeSpan MinTimeout = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MaxTimeout = TimeSpan.FromMinutes(10);

    /// <summary>One message a mistake; empty when there is none.</summary>
    public static IReadOnlyList<string> Mistakes(EmailOptions options)
    {
        var mistakes = new List<string>();
        ChannelNames.Check(options.Name, mistakes);
        if (options.From is { } from && !IsAddress(from))
        {
            mistakes.Add($"{nameof(options.From)} must be null or an address of at most {LongestAddress} characters such as alerts@example.org; it is none.");
        }

        if (options.To is null)
        {
            mistakes.Add($"{nameof(options.To)} must not be null.");
        }
        else
        {
            if (options.To.Count > MostReceivers)
            {
                mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"{nameof(options.To)} must hold at most {MostReceivers} addresses, inclusive; it holds {options.To.Count}."));
            }

            for (var i = 0; i < Math.Min(options.To.Count, MostReceivers); i++)
            {
                if (!IsAddress(options.To[i]))
                {
                    mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"{nameof(options.To)}[{i}] must be an address of at most {LongestAddress} characters such as alerts@example.org; it is none."));
                }
            }
        }

        if (options.SubjectPrefix is { } prefix && (prefix.Length > LongestPrefix || prefix.Any(char.IsControl)))
        {
            mistakes.Add($"{nameof(options.SubjectPrefix)} must be null or at most {LongestPrefix} characters, inclusive, without control characters.");
        }

        OptionBounds.Check(nameof(options.Timeout), options.Timeout, MinTimeout, MaxTimeout, mistakes);
        return mistakes;
    }

    /// <exception cref="ArgumentException">There is a mistake; the message lists all of them.</exception>
    public static void ThrowIfInvalid(EmailOptions options) => OptionBounds.ThrowIfAny(Mistakes(options), nameof(options));

    // One address and nothing else: no line end that would begin a header, no comma that would begin a second receiver.
    private static bool IsAddress(string? text) =>
        text is { Length: > 0 and <= LongestAddress } && !text.Any(static c => char.IsControl(c) || c is ',' or ';') && MailAddress.TryCreate(text, out _);
}
