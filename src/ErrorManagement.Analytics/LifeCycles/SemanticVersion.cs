namespace ErrorManagement.Analytics.LifeCycles;

/// <summary>A version by the rules of Semantic Versioning 2.0.0 (semver.org, T. Preston-Werner, section 11), read with some patience: a leading <c>v</c>, two to four numbers, leading zeros.</summary>
internal readonly ref struct SemanticVersion
{
    private const int FewestNumbers = 2;
    private const int MostNumbers = 4;

    private readonly ReadOnlySpan<char> _numbers;
    private readonly ReadOnlySpan<char> _preRelease;

    private SemanticVersion(ReadOnlySpan<char> numbers, ReadOnlySpan<char> preRelease)
    {
        _numbers = numbers;
        _preRelease = preRelease;
    }

    /// <summary>Reads a version. False for every other text.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out SemanticVersion version)
    {
        version = default;
        if (text.Length > 1 && text[0] is 'v' or 'V')
        {
            text = text[1..];
        }

        // What was built is no part of the order, but it has to be well written all the same.
        if (text.IndexOf('+') is var plus and >= 0)
        {
            if (!AreIdentifiers(text[(plus + 1)..]))
            {
                return false;
            }

            text = text[..plus];
        }

        var preRelease = ReadOnlySpan<char>.Empty;
        if (text.IndexOf('-') is var dash and >= 0)
        {
            preRelease = text[(dash + 1)..];
            text = text[..dash];
            if (!AreIdentifiers(preRelease))
            {
                return false;
            }
        }

        version = new SemanticVersion(text, preRelease);
        return AreNumbers(text);
    }

    /// <summary>Less than zero when this one comes before the other, zero when neither does.</summary>
    public int CompareTo(SemanticVersion other)
    {
        var mine = _numbers;
        var theirs = other._numbers;
        for (var i = 0; i < MostNumbers; i++)
        {
            if (CompareNumbers(Next(ref mine), Next(ref theirs)) is var order and not 0)
            {
                return order;
            }
        }

        return ComparePreReleases(_preRelease, other._preRelease);
    }

    private static int ComparePreReleases(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        if (a.IsEmpty || b.IsEmpty)
        {
            // A version without comes after those with.
            return a.IsEmpty.CompareTo(b.IsEmpty);
        }

        while (!a.IsEmpty && !b.IsEmpty)
        {
            if (CompareIdentifiers(Next(ref a), Next(ref b)) is var order and not 0)
            {
                return order;
            }
        }

        return b.IsEmpty.CompareTo(a.IsEmpty);
    }

    private static int CompareIdentifiers(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        var (isNumber, isOtherNumber) = (IsNumber(a), IsNumber(b));
        return (isNumber, isOtherNumber) switch
        {
            (true, true) => CompareNumbers(a, b),
            (false, false) => a.SequenceCompareTo(b),
            _ => isNumber ? -1 : 1,
        };
    }

    /// <summary>Numbers of any length; one that is not there is zero.</summary>
    private static int CompareNumbers(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        a = a.TrimStart('0');
        b = b.TrimStart('0');
        return a.Length != b.Length ? a.Length.CompareTo(b.Length) : a.SequenceCompareTo(b);
    }

    private static ReadOnlySpan<char> Next(ref ReadOnlySpan<char> parts)
    {
        var dot = parts.IndexOf('.');
        var part = dot < 0 ? parts : parts[..dot];
        parts = dot < 0 ? [] : parts[(dot + 1)..];
        return part;
    }

    private static bool AreNumbers(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var range in text.Split('.'))
        {
            if (!IsNumber(text[range]) || ++count > MostNumbers)
            {
                return false;
            }
        }

        return count >= FewestNumbers;
    }

    private static bool AreIdentifiers(ReadOnlySpan<char> text)
    {
        foreach (var range in text.Split('.'))
        {
            if (text[range].IsEmpty)
            {
                return false;
            }
        }

        foreach (var letter in text)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('-' or '.'))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsNumber(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExceptInRange('0', '9');
}
