using System.Buffers;

namespace ErrorManagement.Analytics.Runs;

/// <summary>
/// Finds the entries of a JSON array in bytes that come piece by piece. Decides, and reads nothing. It is no judge of JSON: it knows where an entry ends,
/// and of one that cannot be valid where the next one begins.
/// </summary>
/// <remarks>
/// The next one begins: where an object opens in an object without a name before it; inside a text that runs on into the next entry (<c>},{</c>, and then something that no text is followed by);
/// and behind a line that ends inside a text, at the next line that opens an object and is no further to the right than the entry was: objects inside of it are.
/// </remarks>
internal sealed class ArrayScanner
{
    private const int MostKinds = 64;

    private static readonly SearchValues<byte> TextEnds = SearchValues.Create("\"\\\n"u8);

    private Place _place = Place.Behind; // the first bracket is the next thing
    private long _line = 1;
    private long _lineFrom;
    private int _textFrom;
    private ulong _kinds; // of the outer levels, a bit each: an object, not an array
    private int _depth;
    private byte _last; // what came before in the entry, without blanks and texts
    private long _column;
    private long _lead = -1;
    private bool _isOpen;
    private bool _isOver; // nothing more is told of what stands behind

    private enum Place
    {
        Between,
        Inside,
        Text,
        Seeking,
        Behind,
    }

    /// <summary>The number of the last entry that began, from 1 on.</summary>
    public long Number { get; private set; }

    /// <summary>The number of the line in which it began, or in which the last fault is.</summary>
    public long EntryLine { get; private set; }

    /// <summary>Where the last entry begins in what is held.</summary>
    public int From { get; private set; }

    /// <summary>How far was looked; behind what is held when the next byte does not matter.</summary>
    public int At { get; private set; }

    /// <summary>Whether an entry has begun that is not complete.</summary>
    public bool IsInside => _place is Place.Inside or Place.Text;

    /// <summary>Bytes were dropped at the front of what is held.</summary>
    public void Shift(int count)
    {
        At -= count;
        From = Math.Max(-1, From - count);
        _textFrom = Math.Max(-1, _textFrom - count);
        _lineFrom -= count;
    }

    /// <summary>Looks on.</summary>
    /// <param name="held">The bytes, the earlier ones included that were not dropped.</param>
    /// <param name="isEnded">Whether none will follow.</param>
    public ArrayStep Scan(ReadOnlySpan<byte> held, bool isEnded)
    {
        while (At < held.Length)
        {
            var step = _place switch
            {
                Place.Between => Between(held[At]),
                Place.Inside => Inside(held),
                Place.Text => Text(held),
                Place.Seeking => Seek(held),
                _ => Behind(held[At]),
            };
            if (step != ArrayStep.More)
            {
                return step;
            }
        }

        return isEnded ? AtEnd() : ArrayStep.More;
    }

    private static bool IsBlank(byte sign) => sign is (byte)' ' or (byte)'\t' or (byte)'\r';

    private ArrayStep AtEnd()
    {
        if (IsInside)
        {
            var isComplete = _depth == 0 && _place == Place.Inside;
            _isOpen &= isComplete;
            return End(isComplete ? ArrayStep.Entry : ArrayStep.CutOff);
        }

        if (!_isOpen)
        {
            return ArrayStep.End;
        }

        _isOpen = false;
        EntryLine = _line;
        return ArrayStep.Unclosed;
    }

    private ArrayStep Between(byte sign)
    {
        if (sign == (byte)']')
        {
            At++;
            _isOpen = false;
            _place = Place.Behind;
        }
        else if (!Skips(sign))
        {
            From = At;
            EntryLine = _line;
            Number++;
            _column = At - _lineFrom;
            _depth = 0;
            _last = 0;
            _place = Place.Inside;
        }

        return ArrayStep.More;
    }

    private ArrayStep Behind(byte sign)
    {
        switch (sign)
        {
            case (byte)'[':
                At++;
                _isOpen = true;
                _place = Place.Between;
                return ArrayStep.More;
            case (byte)'{':
                _place = Place.Between;
                return ArrayStep.More;
            case var _ when Skips(sign):
                return ArrayStep.More;
            default:
                _place = Place.Seeking;
                _column = long.MaxValue;
                _lead = long.MaxValue; // not in this line
                if (_isOver)
                {
                    return ArrayStep.More;
                }

                _isOver = true;
                EntryLine = _line;
                return ArrayStep.Behind;
        }
    }

    private ArrayStep Inside(ReadOnlySpan<byte> held)
    {
        var sign = held[At];
        switch (sign)
        {
            case (byte)'\n':
                NewLine();
                return _depth == 0 ? End(ArrayStep.Entry) : ArrayStep.More;
            case var _ when IsBlank(sign):
                At++;
                return ArrayStep.More;
            case (byte)'"':
                _textFrom = At++;
                _place = Place.Text;
                return ArrayStep.More;
            case (byte)'{' or (byte)'[' when _depth == 0 && _last != 0:
                return End(ArrayStep.Entry);
            case (byte)'{' when IsObject(_depth) && _last != (byte)':':
                return End(ArrayStep.Broken);
            case (byte)'{' or (byte)'[':
                Open(sign == (byte)'{');
                break;
            case (byte)'}' or (byte)']' when _depth > 0:
                return Close(sign == (byte)'}');
            case (byte)',' or (byte)']' when _depth == 0:
                return End(ArrayStep.Entry);
            case var _ when _last == (byte)'"' && sign is not ((byte)':' or (byte)',') && EntryInside(held) is { } next:
                At = next;
                return End(ArrayStep.Broken);
            default:
                break;
        }

        _last = sign;
        At++;
        return ArrayStep.More;
    }

    private void Open(bool isObject)
    {
        _depth++;
        if (_depth <= MostKinds)
        {
            var bit = 1UL << (_depth - 1);
            _kinds = isObject ? _kinds | bit : _kinds & ~bit;
        }
    }

    // What is left open inside is closed with it.
    private ArrayStep Close(bool isObject)
    {
        var depth = _depth;
        while (depth is > 0 and <= MostKinds && IsObject(depth) != isObject)
        {
            depth--;
        }

        if (depth == 0)
        {
            At += isObject ? 1 : 0; // a bracket of the array itself is left to it
            return End(ArrayStep.Broken);
        }

        _depth = depth - 1;
        _last = (byte)'}';
        At++;
        return _depth == 0 ? End(ArrayStep.Entry) : ArrayStep.More;
    }

    private bool IsObject(int depth) => depth is > 0 and <= MostKinds && (_kinds & (1UL << (depth - 1))) != 0;

    private ArrayStep Text(ReadOnlySpan<byte> held)
    {
        var at = held[At..].IndexOfAny(TextEnds);
        if (at < 0)
        {
            At = held.Length;
            return ArrayStep.More;
        }

        At += at;
        switch (held[At])
        {
            case (byte)'"':
                At++;
                _last = (byte)'"';
                _place = Place.Inside;
                return ArrayStep.More;
            case (byte)'\\':
                At += 2;
                return ArrayStep.More;
            default:
                NewLine();
                _place = Place.Seeking;
                _lead = -1;
                return ArrayStep.Broken;
        }
    }

    // Where, in the text before, the next entry begins.
    private int? EntryInside(ReadOnlySpan<byte> held)
    {
        if (_textFrom < 0)
        {
            return null;
        }

        var expected = (byte)'}';
        for (var i = _textFrom; i < At; i++)
        {
            if (held[i] == expected)
            {
                switch (expected)
                {
                    case (byte)'}':
                        expected = (byte)',';
                        break;
                    case (byte)',':
                        expected = (byte)'{';
                        break;
                    default:
                        return i;
                }
            }
            else if (!IsBlank(held[i]))
            {
                expected = held[i] == (byte)'}' ? (byte)',' : (byte)'}';
            }
        }

        return null;
    }

    private ArrayStep Seek(ReadOnlySpan<byte> held)
    {
        var sign = held[At];
        if (sign == (byte)'\n')
        {
            NewLine();
            _lead = -1;
        }
        else if (_lead == long.MaxValue)
        {
            var end = held[At..].IndexOf((byte)'\n');
            At = end < 0 ? held.Length : At + end;
        }
        else if (IsBlank(sign))
        {
            At++;
        }
        else
        {
            _lead = _lead < 0 ? At - _lineFrom : _lead;
            if (sign == (byte)'{' || sign == (byte)']' || (sign == (byte)'[' && !_isOpen))
            {
                if (_lead <= _column)
                {
                    _place = _isOpen ? Place.Between : Place.Behind;
                    return ArrayStep.More;
                }
            }

            _lead = sign is (byte)'}' or (byte)',' ? _lead : long.MaxValue;
            At++;
        }

        return ArrayStep.More;
    }

    private ArrayStep End(ArrayStep step)
    {
        _place = _isOpen ? Place.Between : Place.Behind;
        return step;
    }

    // Blanks, line ends and commas between entries.
    private bool Skips(byte sign)
    {
        if (sign == (byte)'\n')
        {
            NewLine();
            return true;
        }

        if (!IsBlank(sign) && sign != (byte)',')
        {
            return false;
        }

        At++;
        return true;
    }

    private void NewLine()
    {
        At++;
        _line++;
        _lineFrom = At;
    }
}
