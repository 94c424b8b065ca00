namespace ErrorManagement.Classification;

/// <summary>
/// Phrases of whole words, each with the category it speaks for. A text is read word by word; at each word the longest phrase that begins
/// there is taken and stepped over. Every word starts at most a fixed number of comparisons, so a text costs time in proportion to its length.
/// </summary>
internal sealed class PhraseTable
{
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Fillers = Words("a an are be been had has have is the was were");

    // What may stand between "HTTP" or "status" and the number, as in "HTTP/1.1 503" and "status code is: 503".
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> StatusFillers =
        Words("answer code does error exception failed indicate is not of received response returned server status success was with");

    private const int MaxFillers = 2;
    private const int MaxStatusFillers = 8;

    private readonly Dictionary<string, Phrase[]>.AlternateLookup<ReadOnlySpan<char>> _byFirstWord;
    private readonly int _longestFirstWord;
    private readonly uint _firstLetters;

    /// <summary>Makes a table.</summary>
    /// <param name="groups">Phrases of one category, parted by bars. Those of category Unknown hide what would be found inside them.</param>
    public PhraseTable(params (ErrorCategory Category, string Phrases)[] groups)
    {
        var phrases = groups
            .SelectMany(group => group.Phrases.Split('|', StringSplitOptions.TrimEntries), (group, text) => new Phrase(text.Split(' '), group.Category))
            .GroupBy(phrase => phrase.Words[0], StringComparer.OrdinalIgnoreCase)
            .ToDictionary(same => same.Key, same => same.OrderByDescending(phrase => phrase.Words.Length).ToArray(), StringComparer.OrdinalIgnoreCase);
        foreach (var first in phrases.Keys)
        {
            _longestFirstWord = Math.Max(_longestFirstWord, first.Length);
            _firstLetters |= Letter(first[0]);
        }

        _byFirstWord = phrases.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The category of the last phrase in a name: in a compound the last word is the head, so ConfigurationTimeoutException is a time-out.</summary>
    public ErrorCategory LastIn(ReadOnlySpan<char> name)
    {
        var last = ErrorCategory.Unknown;
        var reader = new WordReader(name);
        while (reader.Read())
        {
            var found = At(ref reader);
            last = found == ErrorCategory.Unknown ? last : found;
        }

        return last;
    }

    /// <summary>The category of the phrase in a text that decides most: rate limit, then transient, authentication, data validation, permanent.</summary>
    public ErrorCategory StrongestIn(ReadOnlySpan<char> text)
    {
        var strongest = ErrorCategory.Unknown;
        var reader = new WordReader(text);
        while (reader.Read())
        {
            var found = At(ref reader);
            if (Rank(found) < Rank(strongest))
            {
                strongest = found;
                if (Rank(strongest) == 0)
                {
                    break;
                }
            }
        }

        return strongest;
    }

    private static int Rank(ErrorCategory category) => category switch
    {
        ErrorCategory.RateLimit => 0,
        ErrorCategory.Transient => 1,
        ErrorCategory.Authentication => 2,
        ErrorCategory.DataValidation => 3,
        ErrorCategory.Permanent => 4,
        _ => 5,
    };

    private static HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Words(string words) =>
        words.Split(' ').ToHashSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    private static uint Letter(char c) => char.IsAsciiLetter(c) ? 1u << ((c | 0x20) - 'a') : 0;

    /// <summary>The phrase that begins at the reader's word; the reader is moved behind it.</summary>
    private ErrorCategory At(ref WordReader reader)
    {
        var word = reader.Word;
        if (word.Length > _longestFirstWord || (Letter(word[0]) & _firstLetters) == 0)
        {
            return ErrorCategory.Unknown;
        }

        if (_byFirstWord.TryGetValue(word, out var phrases))
        {
            foreach (var phrase in phrases)
            {
                var ahead = reader;
                if (Continues(phrase.Words, ref ahead))
                {
                    reader = ahead;
                    return phrase.Category;
                }
            }
        }

        return AnnouncesStatus(reader) ? StatusAfter(ref reader) : ErrorCategory.Unknown;
    }

    private static bool Continues(string[] words, ref WordReader reader)
    {
        for (var i = 1; i < words.Length; i++)
        {
            var fillers = 0;
            do
            {
                if (!reader.Read())
                {
                    return false;
                }
            }
            while (!reader.Word.Equals(words[i], StringComparison.OrdinalIgnoreCase) && Fillers.Contains(reader.Word) && ++fillers <= MaxFillers);

            if (!reader.Word.Equals(words[i], StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        return true;
    }

    private static bool AnnouncesStatus(in WordReader reader) =>
        reader.Word.Equals("status", StringComparison.OrdinalIgnoreCase)
        || (reader.Word.Equals("http", StringComparison.OrdinalIgnoreCase) && !reader.Rest.StartsWith("://", StringComparison.Ordinal));

    // A bare number means nothing ("line 404", "1500 rows"); one that is announced as a status does.
    private static ErrorCategory StatusAfter(ref WordReader reader)
    {
        var ahead = reader;
        for (var i = 0; i < MaxStatusFillers && ahead.Read(); i++)
        {
            var word = ahead.Word;
            if (word.Length == 3 && int.TryParse(word, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var status))
            {
                reader = ahead;
                return HttpStatusVerdicts.CategoryOf(status);
            }

            var isVersion = word.Length == 1 && char.IsAsciiDigit(word[0]);
            if (!isVersion && !StatusFillers.Contains(word))
            {
                break;
            }
        }

        return ErrorCategory.Unknown;
    }

    private sealed record Phrase(string[] Words, ErrorCategory Category);
}
