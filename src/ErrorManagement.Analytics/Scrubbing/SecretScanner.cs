namespace ErrorManagement.Analytics.Scrubbing;

/// <summary>
/// Finds the secrets of a text, one after the other, in time linear in its length: what begins a secret is looked for by four searches that only go forward,
/// and no place is read more often than a fixed number of times.
/// </summary>
internal ref struct SecretScanner(ReadOnlySpan<char> text, SecretNames names, bool emails)
{
    private readonly ReadOnlySpan<char> _text = text;
    private readonly NamedSecrets _named = new(text, names);
    private readonly TextMarks _marks = SecretTriggers.Read(text);
    private Search _name;
    private Search _shape;
    private Search _uri;
    private Search _at;
    private Search _digit;
    private int _floor;

    /// <summary>How many places were tried. Never more than the length of the text.</summary>
    public int Tried { get; private set; }

    /// <summary>The next secret; false when there is none left.</summary>
    public bool Next(out SecretSpan found)
    {
        while (true)
        {
            Advance();
            var at = Math.Min(Math.Min(_name.At, _shape.At), Math.Min(_uri.At, Math.Min(emails ? _at.At : int.MaxValue, _digit.At)));
            if (at == int.MaxValue)
            {
                found = default;
                return false;
            }

            Tried++;
            if (TryAt(at, out found) && found.Start >= _floor && found.End > found.Start)
            {
                _floor = found.End;
                return true;
            }
        }
    }

    private bool TryAt(int at, out SecretSpan found)
    {
        if (at == _uri.At)
        {
            _uri.From = at + 3;
            return Addresses.TryReadUserInfo(_text, at, _at.At, out found);
        }

        if (at == _shape.At)
        {
            var isShape = SecretShapes.TryRead(_text, at, out found, out var next);
            _shape.From = next;
            return isShape;
        }

        if (at == _name.At)
        {
            var isNamed = _named.TryRead(at, _floor, out found, out var next);
            _name.From = next;
            return isNamed;
        }

        if (at == _digit.At)
        {
            var isCard = CardNumbers.TryRead(_text, at, out found, out var next);
            _digit.From = next;
            return isCard;
        }

        _at.From = at + 1;
        return Addresses.TryReadEmail(_text, at, _floor, out found);
    }

    /// <summary>Moves each search to its next place.</summary>
    private void Advance()
    {
        if (_name.Needs(_floor))
        {
            _name.Set(_text[_name.From..].IndexOfAny(names.Stems));
        }

        if ((_marks & (TextMarks.Token | TextMarks.Name)) == 0)
        {
            // The frame of a private key holds a name as well.
            _shape.At = int.MaxValue;
        }
        else if (_shape.Needs(_floor))
        {
            _shape.Set(_text[_shape.From..].IndexOfAny(SecretTriggers.Shapes));
        }

        if ((_marks & TextMarks.At) != 0)
        {
            if (_uri.Needs(_floor))
            {
                _uri.Set(_text[_uri.From..].IndexOf("://"));
            }

            // An address of a URI needs the @ that comes after it; for e-mails it is a place of its own.
            if (_at.Needs(emails ? _floor : Math.Max(_floor, _uri.At == int.MaxValue ? _text.Length : _uri.At)))
            {
                _at.Set(_text[_at.From..].IndexOf('@'));
            }
        }
        else
        {
            _uri.At = _at.At = int.MaxValue;
        }

        if ((_marks & TextMarks.Card) == 0)
        {
            _digit.At = int.MaxValue;
        }
        else if (_digit.Needs(_floor))
        {
            _digit.Set(_text[_digit.From..].IndexOfAny(CardNumbers.Digits));
        }
    }

    /// <summary>A search that only goes forward.</summary>
    private struct Search
    {
        private bool _began;

        /// <summary>Where it found something; <see cref="int.MaxValue"/> when there is no more.</summary>
        public int At;

        /// <summary>Where it goes on.</summary>
        public int From;

        /// <summary>Whether the place that was found lies behind.</summary>
        public bool Needs(int floor)
        {
            From = Math.Max(From, floor);
            return !_began || (At != int.MaxValue && At < From);
        }

        public void Set(int index)
        {
            _began = true;
            At = index < 0 ? int.MaxValue : From + index;
        }
    }
}
