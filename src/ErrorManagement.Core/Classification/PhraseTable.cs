using System.Globalization;

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

    private const string Http = "http";
    private const string Status = "status";

    private const int LetterCount = 26;
    private const int MaxFirstWordLength = 31;
    private const int MaxFillers = 2;
    private const int MaxFillerLength = 4;
    private const int MaxStatusFillers = 8;

    // The first words, by the pair of letters that they begin with.
    private readonly Node[][] _roots = new Node[LetterCount * LetterCount][];

    // For each pair of letters, the lengths that first words with that beginning have, as bits: most words of a text are let go by one look.
    private readonly uint[] _lengths = new uint[LetterCount * LetterCount];

    /// <summary>Makes a table.</summary>
    /// <param name="groups">Phrases of one category, parted by bars. Those of category Unknown hide what would be found inside them.</param>
    public PhraseTable(params (ErrorCategory Category, string Phrases)[] groups)
    {
        Array.Fill(_roots, []);
        foreach (var (category, phrases) in groups)
        {
            foreach (var phrase in phrases.Split('|', StringSplitOptions.TrimEntries))
            {
                var words = phrase.Split(' ');
                Root(words[0]).Add(words.AsSpan(1), category);
            }
        }

        // These two may be followed by a number instead of a phrase.
        Root(Http);
        Root(Status);
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

    private Node Root(string word)
    {
        if (word.Length is < 2 or > MaxFirstWordLength || !TryPair(word, out var pair))
        {
            throw new ArgumentException($"The first word of a phrase must begin with two letters of ASCII and have 2 to {MaxFirstWordLength} characters; it is '{word}'.", nameof(word));
        }

        _lengths[pair] |= 1u << word.Length;
        if (Find(_roots[pair], word) is { } known)
        {
            return known;
        }

        var made = new Node(word);
        _roots[pair] = [.. _roots[pair], made];
        return made;
    }

    private static Node? Find(Node[] nodes, ReadOnlySpan<char> word)
    {
        foreach (var node in nodes)
        {
            if (node.Is(word))
            {
                return node;
            }
        }

        return null;
    }

    private bool MayBegin(ReadOnlySpan<char> word, out int pair)
    {
        pair = 0;
        return word.Length is >= 2 and <= MaxFirstWordLength && TryPair(word, out pair) && (_lengths[pair] & (1u << word.Length)) != 0;
    }

    private static bool TryPair(ReadOnlySpan<char> word, out int pair)
    {
        var first = (uint)((word[0] | 0x20) - 'a');
        var second = (uint)((word[1] | 0x20) - 'a');
        pair = (int)((first * LetterCount) + second);
        return first < LetterCount && second < LetterCount;
    }

    /// <summary>The phrase that begins at the reader's word; the reader is moved behind it.</summary>
    private ErrorCategory At(ref WordReader reader)
    {
        var word = reader.Word;
        if (!MayBegin(word, out var pair))
        {
            return ErrorCategory.Unknown;
        }

        if (Find(_roots[pair], word) is not { } root)
        {
            return ErrorCategory.Unknown;
        }

        if (Longest(root, ref reader) is { } found)
        {
            return found;
        }

        return AnnouncesStatus(reader) ? StatusAfter(ref reader) : ErrorCategory.Unknown;
    }

    /// <summary>The longest phrase from a first word on; the reader is moved behind it, or stays where it is when there is none.</summary>
    private static ErrorCategory? Longest(Node root, ref WordReader reader)
    {
        var found = root.Category;
        var node = root;
        var fillers = 0;
        var ahead = reader;
        while (node.HasNext && ahead.Read())
        {
            if (node.Next(ahead.Word) is { } next)
            {
                node = next;
                fillers = 0;
                if (node.Category is not null)
                {
                    found = node.Category;
                    reader = ahead;
                }
            }
            else if (++fillers > MaxFillers || ahead.Word.Length > MaxFillerLength || !Fillers.Contains(ahead.Word))
            {
                break;
            }
        }

        return found;
    }

    private static bool AnnouncesStatus(in WordReader reader) =>
        reader.Word.Equals(Status, StringComparison.OrdinalIgnoreCase)
        || (reader.Word.Equals(Http, StringComparison.OrdinalIgnoreCase) && !reader.Rest.StartsWith("://", StringComparison.Ordinal));

    // A bare number means nothing ("line 404", "1500 rows"); one that is announced as a status does.
    private static ErrorCategory StatusAfter(ref WordReader reader)
    {
        var ahead = reader;
        for (var i = 0; i < MaxStatusFillers && ahead.Read(); i++)
        {
            var word = ahead.Word;
            if (word.Length == 3 && int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var status))
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

    /// <summary>A word of one or more phrases, and the words that may follow it.</summary>
    private sealed class Node(string word)
    {
        private Node[] _next = [];

        /// <summary>The category of the phrase that ends here; null when none does.</summary>
        public ErrorCategory? Category { get; private set; }

        public bool HasNext => _next.Length > 0;

        public void Add(ReadOnlySpan<string> words, ErrorCategory category)
        {
            if (words.IsEmpty)
            {
                Category ??= category; // the group that is named first wins
                return;
            }

            var next = Next(words[0]);
            if (next is null)
            {
                next = new Node(words[0]);
                _next = [.. _next, next];
            }

            next.Add(words[1..], category);
        }

        public Node? Next(ReadOnlySpan<char> following) => Find(_next, following);

        public bool Is(ReadOnlySpan<char> other) => other.Length == word.Length && other.Equals(word, StringComparison.OrdinalIgnoreCase);
    }
}
