namespace ErrorManagement.Analytics.Grouping;

/// <content>Words that hold digits or are hexadecimal.</content>
internal ref partial struct MaskScanner
{
    /// <summary>Looks at a word. Gives the placeholder, how much of the text it stands for together with <paramref name="kept"/> characters to keep before it.</summary>
    private int Value(int start, int end, int seen, out string? placeholder, out int kept)
    {
        kept = 0;
        placeholder = null;
        var next = CharAt(end);
        int length;
        if (_nextAtSign != int.MaxValue && (length = EmailLength(start)) > 0)
        {
            placeholder = Email;
            return length;
        }

        var hexOnly = (seen & CharacterKinds.OtherLetter) == 0;
        if (hexOnly && end - start == 8 && next == '-' && (length = GuidLength(start)) > 0)
        {
            placeholder = Guid;
            return length;
        }

        if (_second && hexOnly && end - start == 2 && next == '-' && (length = DashedAddressLength(start)) > 0)
        {
            placeholder = Hex;
            return length;
        }

        if (_second && !char.IsAsciiDigit(_text[start]) && MayBeName(next, end) && (length = NameLength(start)) > 0)
        {
            placeholder = Name;
            return length;
        }

        if (hexOnly && next == ':' && end - start <= 4 && (length = ColonAddressLength(start, out placeholder)) > 0)
        {
            return length;
        }

        if ((seen & CharacterKinds.Digit) == 0)
        {
            if (next == ':')
            {
                if (CharAt(end + 1) == '/' && CharAt(end + 2) == '/')
                {
                    placeholder = Url;
                    return TokenEnd(end + 3, stopAtColon: false) - start;
                }

                if (end - start == 1 && CharAt(end + 1) is '\\' or '/')
                {
                    placeholder = Path;
                    return DrivePathEnd(end + 1) - start;
                }
            }

            if (end - start == 3 && next is ' ' or ',' && char.IsAsciiLetterUpper(_text[start]) && (length = TimeShapes.NamedLength(_text[start..])) > 0)
            {
                placeholder = Time;
                return length;
            }

            if (hexOnly && end - start >= MinHexLetters)
            {
                placeholder = end - start >= MinHexDigest ? Hex : Number;
                return end - start;
            }

            return 0;
        }

        return char.IsAsciiDigit(_text[start])
            ? FromDigit(start, end, seen, out placeholder, out kept)
            : Mixed(start, end, seen, out placeholder, out kept);
    }

    private readonly int FromDigit(int start, int end, int seen, out string? placeholder, out int kept)
    {
        kept = 0;
        if (_text[start] == '0' && end - start > 2 && (_text[start + 1] | 0x20) == 'x' && AllHex(start + 2, end))
        {
            placeholder = Hex;
            return end - start;
        }

        if (seen == CharacterKinds.Digit && CharAt(end) is '.' or '-' or '/' or ':')
        {
            var length = TimeShapes.Length(_text[start..]);
            placeholder = Time;
            if (length == 0 && (length = DottedAddressLength(start)) > 0)
            {
                placeholder = Address;
            }

            if (length == 0 && _second)
            {
                length = TimeShapes.ClockLength(_text[start..]);
            }

            if (length > 0)
            {
                return length + (_second && ReferenceEquals(placeholder, Time) ? TimeShapes.HalfOfDayLength(_text[(start + length)..]) : 0);
            }
        }

        if (end - start >= MinHexWord && (seen & CharacterKinds.OtherLetter) == 0 && seen != CharacterKinds.Digit)
        {
            placeholder = end - start >= MinHexDigest ? Hex : Number;
            return end - start;
        }

        var body = NumberShapes.Length(_text[start..]);
        var stop = start + body;
        if (_second && MayBeName(CharAt(stop), stop) && NameLength(start) is var name and > 0)
        {
            placeholder = Name;
            return name;
        }

        if (!IsWordAt(stop))
        {
            placeholder = Number;
            return _second ? NumberEnd(stop) - start : body;
        }

        return Mixed(start, end, seen, out placeholder, out kept);
    }

    /// <summary>A word of letters and digits: an id as a whole, or a name with a number in it (<c>eth0</c>, <c>worker12</c>).</summary>
    private readonly int Mixed(int start, int end, int seen, out string? placeholder, out int kept)
    {
        var length = end - start;
        kept = 0;
        if ((seen & CharacterKinds.OtherLetter) == 0 && length >= MinHexWord)
        {
            placeholder = length >= MinHexDigest ? Hex : Number;
            return length;
        }

        var changes = 0;
        var firstDigit = -1;
        for (var i = start; i < end; i++)
        {
            var digit = char.IsAsciiDigit(_text[i]);
            if (digit && firstDigit < 0)
            {
                firstDigit = i;
            }

            if (i > start && digit != char.IsAsciiDigit(_text[i - 1]))
            {
                changes++;
            }
        }

        if (length >= LongMixedWord || (length >= MinMixedWord && changes >= MinMixedChanges))
        {
            placeholder = Id;
            return length;
        }

        // The rest of the word is looked at again as a word of its own.
        kept = firstDigit - start;
        var stop = firstDigit;
        while (stop < end && char.IsAsciiDigit(_text[stop]))
        {
            stop++;
        }

        placeholder = Number;
        if (stop == end)
        {
            stop = firstDigit + NumberShapes.Length(_text[firstDigit..]);
            stop = _second ? NumberEnd(stop) : stop;
        }

        return stop - start;
    }

    /// <summary>Where a number ends that goes on after <paramref name="end"/>: with more numbers of one id (<c>1445_0020_m_000000</c>), or with its unit.</summary>
    private readonly int NumberEnd(int end)
    {
        while (CharAt(end) == '_')
        {
            var digit = end + (char.IsAsciiLetterLower(CharAt(end + 1)) && CharAt(end + 2) == '_' ? 3 : 1);
            var stop = digit;
            while (char.IsAsciiDigit(CharAt(stop)))
            {
                stop++;
            }

            if (stop == digit || IsWordAt(stop))
            {
                return end;
            }

            end = stop;
        }

        if (CharAt(end) == ' ' && IsWordAt(end + 1))
        {
            var unit = NumberShapes.UnitLength(_text[(end + 1)..]);
            if (unit > 0)
            {
                return end + 1 + unit;
            }
        }

        return end;
    }
}
