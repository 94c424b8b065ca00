namespace ErrorManagement.Analytics.Grouping;

/// <content>Addresses, of machines and of people, and GUIDs.</content>
internal ref partial struct MaskScanner
{
    private int EmailLength(int start)
    {
        if (start < _noEmailBefore)
        {
            return 0;
        }

        while (_nextAtSign < start)
        {
            var offset = _text[(_nextAtSign + 1)..].IndexOf('@');
            _nextAtSign = offset < 0 ? int.MaxValue : _nextAtSign + 1 + offset;
        }

        if (_nextAtSign == int.MaxValue)
        {
            return 0;
        }

        var i = start;
        while (i < _nextAtSign && (IsWordAt(i) || _text[i] is '.' or '_' or '-' or '+'))
        {
            i++;
        }

        if (i < _nextAtSign)
        {
            // What ends the local part here ends it for every word before it as well.
            _noEmailBefore = i;
            return 0;
        }

        var end = i + 1;
        while (end < _text.Length && (IsWordAt(end) || _text[end] is '.' or '-'))
        {
            end++;
        }

        while (end > i + 1 && _text[end - 1] is '.' or '-')
        {
            end--;
        }

        if (end == i + 1)
        {
            _noEmailBefore = end;
            return 0;
        }

        return end - start;
    }

    private readonly int GuidLength(int start)
    {
        const int length = 36;
        if (_text.Length - start < length || IsWordAt(start + length))
        {
            return 0;
        }

        return System.Guid.TryParseExact(_text.Slice(start, length), "D", out _) ? length : 0;
    }

    /// <summary>An IPv6 address (with zone or embedded IPv4) or a hardware address.</summary>
    private readonly int ColonAddressLength(int start, out string? placeholder)
    {
        const int longest = 45;
        placeholder = null;
        int colons = 0, group = 0, end = start, widest = 0, narrowest = int.MaxValue;
        var doubled = false;
        while (end < _text.Length && end - start <= longest)
        {
            var c = _text[end];
            if (c == ':')
            {
                doubled |= end > start && _text[end - 1] == ':';
                narrowest = Math.Min(narrowest, group);
                group = 0;
                colons++;
            }
            else if (char.IsAsciiHexDigit(c) || (c == '.' && colons >= 2 && char.IsAsciiDigit(CharAt(end + 1))))
            {
                group = c == '.' ? 0 : group + 1;
                widest = Math.Max(widest, group);
            }
            else
            {
                break;
            }

            end++;
        }

        // A colon that ends a clause is not part of the address.
        if (end > start && _text[end - 1] == ':' && (end < start + 2 || _text[end - 2] != ':'))
        {
            end--;
            colons--;
        }
        else
        {
            narrowest = Math.Min(narrowest, group);
        }

        if (widest > 4 || colons < 2 || IsWordAt(end))
        {
            return 0;
        }

        placeholder = colons == 5 && !doubled && widest == 2 && narrowest == 2 ? Hex
            : (doubled && widest > 0) || colons == 7 ? Address
            : null;
        return placeholder is null ? 0 : end - start;
    }

    /// <summary>A hardware address as Windows and .NET write it: six pairs of hexadecimal digits with dashes between.</summary>
    private readonly int DashedAddressLength(int start)
    {
        const int length = 17;
        if (_text.Length - start < length || IsWordAt(start + length) || CharAt(start + length) == '-' || (start > 0 && _text[start - 1] == '-'))
        {
            return 0;
        }

        for (var i = 0; i < length; i++)
        {
            if (i % 3 == 2 ? _text[start + i] != '-' : !char.IsAsciiHexDigit(_text[start + i]))
            {
                return 0;
            }
        }

        return length;
    }

    private readonly int DottedAddressLength(int start)
    {
        var i = start;
        for (var part = 0; part < 4; part++)
        {
            int value = 0, digits = 0;
            while (digits < 4 && char.IsAsciiDigit(CharAt(i)))
            {
                value = (value * 10) + (_text[i] - '0');
                digits++;
                i++;
            }

            if (digits is 0 or > 3 || value > 255 || (part < 3 && CharAt(i++) != '.'))
            {
                return 0;
            }
        }

        if (IsWordAt(i) || (CharAt(i) == '.' && char.IsAsciiDigit(CharAt(i + 1))))
        {
            return 0;
        }

        if (CharAt(i) == ':' && char.IsAsciiDigit(CharAt(i + 1)))
        {
            var port = i + 1;
            while (char.IsAsciiDigit(CharAt(port)))
            {
                port++;
            }

            if (port - i <= 6 && !IsWordAt(port) && CharAt(port) != ':')
            {
                return port - start;
            }
        }

        return i - start;
    }
}
