using System.Net;

namespace ErrorManagement.Analytics.Signatures;

/// <summary>
/// Finds HTTP statuses in texts: three digits that are a word of their own and stand beside HTTP, status or code, or beside the words that belong to them, such as "not found" (U36, B25).
/// A number that is counted, measured or located ("1500 rows", "500 ms", "line 404") is none. Reads a text once; what it looks at around a number is bounded.
/// </summary>
internal static class StatusText
{
    private const int MostFillers = 3;
    private const int MostSeparators = 8;
    private const int LongestWord = 24;

    // Between a word and the number after it, or within a phrase.
    private const string BeforeSeparators = " \t:=#([{\"'/\\-_<>|";
    private const string AfterSeparators = " \t()[]-_\"'";
    private const string PhraseSeparators = " \t()[]-_\"':=,/";

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Marks = Words("http", "https", "status", "code", "statuscode", "httpstatus", "httpcode", "httpstatuscode", "responsecode", "responsestatus", "errorcode");

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Fillers = Words("error", "response", "is", "was", "of", "returned", "with");

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Places = Words("line", "lines", "ln", "row", "rows", "column", "columns", "col", "position", "pos", "offset", "index", "port", "byte", "bytes", "char", "character", "page");

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> OtherCodes = Words("exit", "zip", "postal", "post", "area", "country", "source", "product", "bar");

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Units = Words(
        "ms", "msec", "s", "sec", "secs", "second", "seconds", "millisecond", "milliseconds", "minute", "minutes", "min", "mins", "hour", "hours", "day", "days",
        "byte", "bytes", "kb", "mb", "gb", "row", "rows", "record", "records", "line", "lines", "item", "items", "entry", "entries", "file", "files", "time", "times", "percent", "users", "px");

    // The words of a status without blanks, such as "notfound"; and those that are said besides.
    private static readonly Dictionary<int, string[]> Phrases = Enum.GetValues<HttpStatusCode>().Distinct().ToDictionary(
        static status => (int)status,
        static status => status switch
        {
            HttpStatusCode.NotFound => [Letters(status), "pagenotfound", "resourcenotfound"],
            HttpStatusCode.InternalServerError => [Letters(status), "servererror"],
            HttpStatusCode.ServiceUnavailable => [Letters(status), "serverunavailable", "servicetemporarilyunavailable"],
            _ => new[] { Letters(status) },
        });

    /// <summary>Adds the statuses that a text tells of.</summary>
    public static void Read(ReadOnlySpan<char> text, ref StatusSet statuses)
    {
        var at = 0;
        while (text[at..].IndexOfAnyInRange('0', '9') is >= 0 and var digit)
        {
            var start = at + digit;
            var end = start + 1;
            while (end < text.Length && char.IsAsciiDigit(text[end]))
            {
                end++;
            }

            if (end - start == 3)
            {
                var status = ((text[start] - '0') * 100) + ((text[start + 1] - '0') * 10) + (text[start + 2] - '0');
                if (StatusSet.CanHold(status) && !statuses.Contains(status) && IsStatus(text, start, end, status))
                {
                    statuses.Add(status);
                }
            }

            at = end;
        }
    }

    private static bool IsStatus(ReadOnlySpan<char> text, int start, int end, int status)
    {
        var glued = start > 0 && char.IsLetter(text[start - 1]);
        if (!EndsWell(text, end, out var hasSubstatus) || IsPartOfNumber(text, start) || IsMeasured(text, end))
        {
            return false;
        }

        if (IsMarkedBefore(text, start, glued))
        {
            return true;
        }

        return !glued && !hasSubstatus && !IsPlace(text, start) && (IsMarkedAfter(text, end) || IsNamed(text, start, end, status));
    }

    /// <summary>Nothing that makes another number or a word of it follows; but a sub-status such as <c>404.13</c> may.</summary>
    private static bool EndsWell(ReadOnlySpan<char> text, int end, out bool hasSubstatus)
    {
        hasSubstatus = false;
        if (end == text.Length)
        {
            return true;
        }

        if (text[end] == '.' && end + 1 < text.Length && char.IsDigit(text[end + 1]))
        {
            var after = end + 2 < text.Length && char.IsDigit(text[end + 2]) ? end + 3 : end + 2;
            hasSubstatus = after >= text.Length || (!char.IsLetterOrDigit(text[after]) && text[after] != '.');
            return hasSubstatus;
        }

        return !char.IsLetterOrDigit(text[end]) && text[end] != '%' && !(text[end] == ',' && end + 1 < text.Length && char.IsDigit(text[end + 1]));
    }

    /// <summary>It is the end of <c>1,404</c> or <c>0.404</c>, or it is negative.</summary>
    private static bool IsPartOfNumber(ReadOnlySpan<char> text, int start) =>
        start > 0 && text[start - 1] switch
        {
            '.' or ',' => start > 1 && char.IsDigit(text[start - 2]),
            '-' or '+' => start == 1 || !char.IsLetterOrDigit(text[start - 2]),
            _ => false,
        };

    private static bool IsMeasured(ReadOnlySpan<char> text, int end)
    {
        var rest = text[end..];
        var word = WordAt(rest[CountOf(rest, " \t")..]);
        return Units.Contains(word);
    }

    /// <summary>HTTP, status or code stands right before it, or with little between them.</summary>
    private static bool IsMarkedBefore(ReadOnlySpan<char> text, int start, bool glued)
    {
        var before = text[..start];
        for (var fillers = 0; fillers <= MostFillers; fillers++)
        {
            var separators = CountBack(before, BeforeSeparators);
            if (before[^separators..].Contains("//", StringComparison.Ordinal))
            {
                return false; // a part of an address
            }

            before = before[..^separators];
            var word = WordBack(before);
            if (word.IsEmpty)
            {
                return IsVersionOfHttp(before);
            }

            before = before[..^word.Length];
            if (Marks.Contains(word))
            {
                return !word.EndsWith("code", StringComparison.OrdinalIgnoreCase) || !OtherCodes.Contains(WordBack(before.TrimEnd(" _-")));
            }

            if (word.Equals("success", StringComparison.OrdinalIgnoreCase) && WordBack(before.TrimEnd()).Equals("indicate", StringComparison.OrdinalIgnoreCase))
            {
                return true; // "Response status code does not indicate success: 404"
            }

            if (glued || !Fillers.Contains(word))
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>"HTTP/1.1", right before the number.</summary>
    private static bool IsVersionOfHttp(ReadOnlySpan<char> before)
    {
        var version = 0;
        while (version < before.Length && version < MostSeparators && (char.IsAsciiDigit(before[^(version + 1)]) || before[^(version + 1)] == '.'))
        {
            version++;
        }

        return version > 0 && before[..^version].EndsWith("http/", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>"404 status", "503 (HTTP)".</summary>
    private static bool IsMarkedAfter(ReadOnlySpan<char> text, int end)
    {
        var rest = text[end..];
        var separators = CountOf(rest, AfterSeparators);
        return separators > 0 && Marks.Contains(WordAt(rest[separators..]));
    }

    /// <summary>"line 404", "Program.cs:404".</summary>
    private static bool IsPlace(ReadOnlySpan<char> text, int start)
    {
        var before = text[..start];
        if (start > 1 && text[start - 1] == ':' && char.IsLetterOrDigit(text[start - 2]) && !Marks.Contains(WordBack(text[..(start - 1)])))
        {
            return true;
        }

        return Places.Contains(WordBack(before[..^CountBack(before, BeforeSeparators)]));
    }

    /// <summary>The words of the status stand right after it or right before it: "404 (Not Found)", "not found: 404".</summary>
    private static bool IsNamed(ReadOnlySpan<char> text, int start, int end, int status)
    {
        if (!Phrases.TryGetValue(status, out var phrases))
        {
            return false;
        }

        foreach (var phrase in phrases)
        {
            if (IsPhraseAt(text[end..], phrase) || IsPhraseBack(text[..start], phrase))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsPhraseAt(ReadOnlySpan<char> rest, string phrase)
    {
        rest = rest[CountOf(rest, PhraseSeparators)..];
        foreach (var letter in phrase)
        {
            rest = rest[CountOf(rest, " -_")..];
            if (rest.IsEmpty || char.ToLowerInvariant(rest[0]) != letter)
            {
                return false;
            }

            rest = rest[1..];
        }

        return rest.IsEmpty || !char.IsLetter(rest[0]);
    }

    private static bool IsPhraseBack(ReadOnlySpan<char> before, string phrase)
    {
        before = before[..^CountBack(before, PhraseSeparators)];
        for (var i = phrase.Length - 1; i >= 0; i--)
        {
            before = before[..^CountBack(before, " -_")];
            if (before.IsEmpty || char.ToLowerInvariant(before[^1]) != phrase[i])
            {
                return false;
            }

            before = before[..^1];
        }

        return before.IsEmpty || !char.IsLetter(before[^1]);
    }

    private static int CountOf(ReadOnlySpan<char> text, string separators)
    {
        var count = 0;
        while (count < text.Length && count < MostSeparators && separators.Contains(text[count], StringComparison.Ordinal))
        {
            count++;
        }

        return count;
    }

    private static int CountBack(ReadOnlySpan<char> text, string separators)
    {
        var count = 0;
        while (count < text.Length && count < MostSeparators && separators.Contains(text[^(count + 1)], StringComparison.Ordinal))
        {
            count++;
        }

        return count;
    }

    private static ReadOnlySpan<char> WordAt(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && length <= LongestWord && char.IsLetter(text[length]))
        {
            length++;
        }

        return text[..length];
    }

    private static ReadOnlySpan<char> WordBack(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && length <= LongestWord && char.IsLetter(text[^(length + 1)]))
        {
            length++;
        }

        return text[^length..];
    }

    private static string Letters(HttpStatusCode status) => status.ToString().ToLowerInvariant();

    private static HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Words(params string[] words) =>
        new HashSet<string>(words, StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
}
