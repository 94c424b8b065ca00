using System.Buffers;

namespace ErrorManagement.Analytics.Scrubbing;

/// <summary>Which names of fields say that their value is a secret: by the end of the name, in any case and spelling. Immutable.</summary>
internal sealed class SecretNames
{
    /// <summary>So much of a name is looked at, from its end.</summary>
    public const int Longest = 64;

    // Ends of names that need no word border before them: dbpassword, clientsecret.
    private static readonly (SecretKind Kind, string[] Ends)[] Glued =
    [
        (SecretKind.Strong, ["password", "passwd", "passcode", "pwd", "kennwort"]),
        (SecretKind.Phrase, ["passphrase"]),
        (SecretKind.Header, ["authorization"]),
        (SecretKind.Cookie, ["cookie"]),
        (SecretKind.Weak,
        [
            "secret", "token", "credential", "credentials", "apikey", "accesskey", "accountkey", "secretkey", "privatekey", "privkey", "signingkey", "encryptionkey", "decryptionkey",
            "validationkey", "masterkey", "authkey", "subscriptionkey", "sharedkey", "storagekey", "functionskey", "functionkey", "sessionkey", "servicekey", "licensekey", "deploykey",
            "serverkey", "hmackey", "symmetrickey", "adminkey", "machinekey", "sshkey", "aeskey", "sharedaccesssignature", "sessionid", "sessid",
        ]),
    ];

    // Ends that are a word of their own: a compass holds no secret.
    private static readonly (SecretKind Kind, string[] Ends)[] Words =
    [
        (SecretKind.Strong, ["psw", "cvv", "cvc", "psk"]),
        (SecretKind.Weak, ["pass", "pw", "otp", "jwt", "bearer", "sig"]),
        (SecretKind.Random, ["signature", "auth"]),
    ];

    // Words after the end that change nothing: passwordConfirmation, token_value.
    private static readonly string[] Followers = ["value", "confirmation", "confirm", "again", "repeat", "hash", "salt", "plain", "raw", "text", "string", "encrypted", "old", "new"];

    private static readonly string[] Harmless =
    [
        "publickeytoken", "cancellationtoken", "canceltoken", "stoppingtoken", "stoptoken", "changetoken", "concurrencytoken", "metadatatoken", "typetoken", "syntaxtoken", "jsontoken",
        "continuationtoken", "pagetoken", "nexttoken", "skiptoken", "synctoken", "deltatoken", "windowtoken", "wtoken", "currenttoken", "expectedtoken", "unexpectedtoken",
    ];

    // Before a bare "token" they tell of a parser.
    private static readonly string[] ParserWords = ["unexpected", "expected", "expecting", "cancellation", "current", "next", "previous", "last", "end", "start", "syntax", "json", "keyword", "operator"];

    private static readonly (string End, SecretKind Kind, bool IsWord)[]?[] ByLastLetter = Index();

    private readonly string[] _own;
    private readonly string[][] _ownPhrases;
    private readonly SearchValues<string>? _ownStems;

    /// <param name="own">Names of the host's own, in any spelling.</param>
    public SecretNames(IEnumerable<string> own)
    {
        _own = [.. own.Select(Plain).Where(name => name.Length > 0).Distinct(StringComparer.Ordinal)];
        _ownPhrases = [.. own.Select(WordsOf).Where(words => words.Length > 1)];
        string[] stems = [.. own.Select(Stem).Where(stem => stem.Length > 0)];
        _ownStems = stems.Length == 0 ? null : SearchValues.Create(stems, StringComparison.OrdinalIgnoreCase);
        Stems = stems.Length == 0 ? SecretTriggers.Names : SearchValues.Create([.. SecretTriggers.NameStems, .. stems], StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>What every secret name holds one of.</summary>
    public SearchValues<string> Stems { get; }

    /// <summary>Whether there are names of the host's own.</summary>
    public bool HasOwn => _own.Length > 0 || _ownStems is not null;

    /// <summary>Whether a text may hold a name of the host's own.</summary>
    public bool HoldsOwnStem(ReadOnlySpan<char> text) => _ownStems is not null && text.ContainsAny(_ownStems);

    /// <summary>Whether a word of a text belongs to a name of the host's own that is written there as several words: <c>customer number</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="floor">What lies before it is not looked at.</param>
    /// <param name="start">The beginning of the word, then of the name.</param>
    /// <param name="end">Its end.</param>
    public bool TryReadOwnPhrase(ReadOnlySpan<char> text, int floor, ref int start, ref int end)
    {
        foreach (var words in _ownPhrases)
        {
            for (var k = 0; k < words.Length; k++)
            {
                if (text[start..end].Equals(words[k], StringComparison.OrdinalIgnoreCase) && TryReadAround(text, floor, words, k, ref start, ref end))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>What a name says.</summary>
    /// <param name="name">The name; only its last 64 characters count.</param>
    /// <param name="before">The word before it and one blank; empty for none. <c>Account Key</c> is one name.</param>
    public SecretKind Judge(ReadOnlySpan<char> name, ReadOnlySpan<char> before = default)
    {
        Span<char> letters = stackalloc char[Longest];
        var length = Normalise(name, letters, out var starts);
        if (length == 0)
        {
            return SecretKind.None;
        }

        if (_own.Length > 0 && EndsWithOwn(letters[..length], starts))
        {
            return SecretKind.Strong;
        }

        length = Shorten(letters[..length], starts);
        var plain = letters[..length];
        if (plain is "key" && before.Length is > 0 and <= Longest - 3)
        {
            Span<char> joined = stackalloc char[Longest];
            before.CopyTo(joined);
            "Key".CopyTo(joined[before.Length..]);
            return Judge(joined[..(before.Length + 3)]);
        }

        return plain is "token" && Contains(ParserWords, before) ? SecretKind.None : KindOf(plain, starts);
    }

    /// <summary>Letters and digits of a name in lower case, and a bit for each that begins a word. Returns how many.</summary>
    private static int Normalise(ReadOnlySpan<char> name, Span<char> letters, out ulong starts)
    {
        starts = 0;
        name = name.Length > Longest ? name[^Longest..] : name;
        var length = 0;
        var previous = '_';
        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            if (char.IsLetterOrDigit(c))
            {
                var afterWord = !char.IsLetterOrDigit(previous);
                var hump = char.IsUpper(c) && (!char.IsUpper(previous) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
                if (afterWord || hump)
                {
                    starts |= 1UL << length;
                }

                letters[length++] = char.ToLowerInvariant(c);
            }

            previous = c;
        }

        return length;
    }

    /// <summary>The length without numbers and words at the end that change nothing.</summary>
    private static int Shorten(ReadOnlySpan<char> letters, ulong starts)
    {
        var length = letters.Length;
        for (var round = 0; round < 2; round++)
        {
            while (length > 1 && char.IsAsciiDigit(letters[length - 1]))
            {
                length--;
            }

            foreach (var follower in Followers)
            {
                var at = length - follower.Length;
                if (at > 0 && (starts >> at & 1) != 0 && letters[at..length].SequenceEqual(follower))
                {
                    length = at;
                    break;
                }
            }
        }

        return length;
    }

    private static SecretKind KindOf(ReadOnlySpan<char> plain, ulong starts)
    {
        var last = plain[^1] - 'a';
        if ((uint)last >= (uint)ByLastLetter.Length || ByLastLetter[last] is not { } candidates)
        {
            return SecretKind.None;
        }

        foreach (var (end, kind, isWord) in candidates)
        {
            if (plain.EndsWith(end, StringComparison.Ordinal) && (!isWord || (starts >> (plain.Length - end.Length) & 1) != 0))
            {
                return end is "token" && IsHarmless(plain) ? SecretKind.None : kind;
            }
        }

        return SecretKind.None;
    }

    private static bool IsHarmless(ReadOnlySpan<char> plain)
    {
        foreach (var harmless in Harmless)
        {
            if (plain.EndsWith(harmless, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private bool EndsWithOwn(ReadOnlySpan<char> letters, ulong starts)
    {
        foreach (var own in _own)
        {
            if (letters.EndsWith(own, StringComparison.Ordinal) && (starts >> (letters.Length - own.Length) & 1) != 0)
            {
                return true;
            }
        }

        return false;
    }

    private static bool TryReadAround(ReadOnlySpan<char> text, int floor, string[] words, int k, ref int start, ref int end)
    {
        var (from, to) = (start, end);
        for (var i = k - 1; i >= 0; i--)
        {
            if (from <= floor || text[from - 1] != ' ' || !text[floor..(from - 1)].EndsWith(words[i], StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }

            from -= words[i].Length + 1;
        }

        for (var i = k + 1; i < words.Length; i++)
        {
            if (to >= text.Length || text[to] != ' ' || !text[(to + 1)..].StartsWith(words[i], StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }

            to += words[i].Length + 1;
        }

        if ((from > 0 && char.IsLetterOrDigit(text[from - 1])) || (to < text.Length && char.IsLetterOrDigit(text[to])))
        {
            return false;
        }

        (start, end) = (from, to);
        return true;
    }

    private static bool Contains(string[] words, ReadOnlySpan<char> word)
    {
        foreach (var one in words)
        {
            if (word.Equals(one, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static string Plain(string name)
    {
        Span<char> letters = stackalloc char[Longest];
        return letters[..Normalise(name, letters, out _)].ToString();
    }

    /// <summary>The longest word of a name: it stands in every spelling.</summary>
    private static string Stem(string name) => WordsOf(name).MaxBy(word => word.Length) ?? "";

    private static string[] WordsOf(string name)
    {
        Span<char> letters = stackalloc char[Longest];
        var length = Normalise(name, letters, out var starts);
        var words = new List<string>();
        var start = 0;
        for (var i = 1; i <= length; i++)
        {
            if (i == length || (starts >> i & 1) != 0)
            {
                words.Add(letters[start..i].ToString());
                start = i;
            }
        }

        return [.. words];
    }

    private static (string End, SecretKind Kind, bool IsWord)[]?[] Index()
    {
        var index = new (string End, SecretKind Kind, bool IsWord)[]?[26];
        var all = Glued.SelectMany(group => group.Ends.Select(end => (End: end, group.Kind, IsWord: false)))
            .Concat(Words.SelectMany(group => group.Ends.Select(end => (End: end, group.Kind, IsWord: true))));
        foreach (var group in all.GroupBy(entry => entry.End[^1] - 'a'))
        {
            index[group.Key] = [.. group];
        }

        return index;
    }
}
