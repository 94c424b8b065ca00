using System.Globalization;
using System.Net.Http.Headers;

namespace ErrorManagement.Http;

/// <summary>Reads the Retry-After of an answer: RFC 9110, section 10.2.3, both forms. Pure.</summary>
internal static class RetryAfterHeader
{
    private const string Name = "Retry-After";

    // A Date further from our clock than this is no clock that was set a little wrong.
    private static readonly TimeSpan LargestSkew = TimeSpan.FromDays(1);
    private static readonly long MostSeconds = (long)TimeSpan.MaxValue.TotalSeconds - 1;

    /// <summary>How long the answer asks to wait; null when it does not say, or nothing that can be read. A date in the past is zero; of several values the longest holds, since none may be shortened.</summary>
    /// <param name="headers">The headers of the answer.</param>
    /// <param name="now">What our clock shows.</param>
    public static TimeSpan? Read(HttpResponseHeaders headers, DateTimeOffset now)
    {
        // As it was sent: the framework's own reading gives up on more seconds than an int holds, and on several values.
        if (!headers.NonValidated.TryGetValues(Name, out var values))
        {
            return null;
        }

        TimeSpan? longest = null;
        foreach (var value in values)
        {
            if (ReadOne(value.AsSpan().Trim(), value, headers, now) is { } wait && !(wait <= longest))
            {
                longest = wait;
            }
        }

        return longest;
    }

    private static TimeSpan? ReadOne(ReadOnlySpan<char> text, string value, HttpResponseHeaders headers, DateTimeOffset now)
    {
        if (Seconds(text) is { } seconds)
        {
            return seconds;
        }

        if (RetryConditionHeaderValue.TryParse(value, out var parsed) && parsed.Date is { } date)
        {
            var wait = date - ClockOf(headers, now);
            return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
        }

        // Who joins repeated headers into one writes commas between them.
        TimeSpan? longest = null;
        foreach (var part in text.Split(','))
        {
            if (Seconds(text[part].Trim()) is not { } one)
            {
                return null;
            }

            longest = one <= longest ? longest : one;
        }

        return longest;
    }

    private static TimeSpan? Seconds(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text.ContainsAnyExceptInRange('0', '9'))
        {
            return null;
        }

        // Longer than any number that fits is as good as never.
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= MostSeconds
            ? TimeSpan.FromSeconds(seconds)
            : TimeSpan.MaxValue;
    }

    /// <summary>A date counts from the clock of whoever wrote it, which the answer shows: so a server whose clock is wrong is still not asked too early.</summary>
    private static DateTimeOffset ClockOf(HttpResponseHeaders headers, DateTimeOffset now) =>
        headers.Date is { } shown && (shown - now).Duration() < LargestSkew
            ? shown + (headers.Age is { } age && age >= TimeSpan.Zero && age < LargestSkew ? age : TimeSpan.Zero)
            : now;
}
