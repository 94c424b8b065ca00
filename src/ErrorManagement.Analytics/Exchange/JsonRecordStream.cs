using System.Globalization;
using System.Text.Json;

namespace ErrorManagement.Analytics.Exchange;

/// <summary>
/// Takes records one by one out of a stream of JSON: exports of one object, of lines, or several of either behind one another. Holds no more than
/// one record and a buffer, however long the stream is.
/// </summary>
/// <param name="source">The stream; left open.</param>
internal sealed class JsonRecordStream(Stream source)
{
    private const int Smallest = 64 * 1024;
    private const string NoJson = "it is no valid JSON, or names a member twice.";

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private static readonly JsonDocumentOptions OneRecord = new() { MaxDepth = JsonForm.MaxDepth, AllowDuplicateProperties = false };

    private byte[] _buffer = new byte[Smallest];
    private int _start;
    private int _end;
    private bool _isBegun;
    private bool _isEnded;
    private JsonReaderState _state = NewState();
    private Place _place;
    private long _line = 1;

    private enum Place
    {
        Outside,
        Export,
        Errors,
        Value,
    }

    private enum Step
    {
        NeedsMore,
        Passed,
        Record,
        End,
    }

    /// <summary>How many records were read.</summary>
    public long Records { get; private set; }

    /// <summary>The next record; null at the end of the stream.</summary>
    /// <exception cref="FormatException">It is no export, or ends in the middle of one; the message names the record and its line.</exception>
    public async ValueTask<ErrorRecord?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var step = Advance(out var record);
            switch (step)
            {
                case Step.Record:
                    return record;
                case Step.End:
                    return null;
                case Step.NeedsMore:
                    await FillAsync(cancellationToken).ConfigureAwait(false);
                    break;
            }
        }
    }

    private static JsonReaderState NewState() => new(new JsonReaderOptions { MaxDepth = JsonForm.MaxDepth });

    /// <summary>Goes on by one token or one record.</summary>
    private Step Advance(out ErrorRecord? record)
    {
        record = null;
        try
        {
            return _place switch
            {
                Place.Outside => Outside(out record),
                Place.Errors => Errors(out record),
                Place.Value => PassValue(),
                _ => Members(),
            };
        }
        catch (FormatException e)
        {
            throw Wrong(e.Message, e);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // What the reader says of places counts from where it began, not from the beginning of the stream.
            throw Wrong(_isEnded && e is JsonException && IsCut() ? "the input ends in the middle of it." : NoJson, e);
        }
    }

    private bool IsCut()
    {
        // Valid as far as it goes: the reader asks for more where it may.
        try
        {
            var reader = new Utf8JsonReader(_buffer.AsSpan(_start, _end - _start), isFinalBlock: false, _state);
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private Step Outside(out ErrorRecord? record)
    {
        record = null;
        SkipBlank();
        if (_start == _end)
        {
            return _isEnded ? Step.End : Step.NeedsMore;
        }

        if (_buffer[_start] != (byte)'{')
        {
            throw new FormatException("it begins with something else than a JSON object.");
        }

        if (LooksLikeExport() is not { } isExport)
        {
            return Step.NeedsMore;
        }

        if (isExport)
        {
            var reader = Reader();
            reader.Read();
            _place = Place.Export;
            return Pass(in reader);
        }

        return Record(out record);
    }

    /// <summary>Whether an object is one that holds records, and not a record itself: which of the two is told by the first name that only one has. Null when more must be read.</summary>
    private bool? LooksLikeExport()
    {
        var reader = Reader();
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals(JsonForm.Errors) || reader.ValueTextEquals(JsonForm.ExportedAt))
            {
                return true;
            }

            if (reader.ValueTextEquals("fingerprint") || reader.ValueTextEquals("error_type") || reader.ValueTextEquals("message") || reader.ValueTextEquals("first_seen"))
            {
                return false;
            }

            if (!reader.TrySkip())
            {
                return null;
            }
        }

        return reader.TokenType == JsonTokenType.EndObject && reader.CurrentDepth == 0
            ? throw new FormatException("it is no export of this library: neither 'errors' nor 'fingerprint' is there.")
            : null;
    }

    private Step Members()
    {
        var reader = Reader();
        if (!reader.Read())
        {
            return Step.NeedsMore;
        }

        if (reader.TokenType == JsonTokenType.EndObject)
        {
            _place = Place.Outside;
            Pass(in reader);
            _state = NewState();
            return Step.Passed;
        }

        if (reader.ValueTextEquals(JsonForm.Errors))
        {
            if (!reader.Read())
            {
                return Step.NeedsMore;
            }

            if (reader.TokenType != JsonTokenType.StartArray)
            {
                throw new FormatException($"'{JsonForm.Errors}' must be a list.");
            }

            _place = Place.Errors;
            return Pass(in reader);
        }

        if (reader.ValueTextEquals(JsonForm.Schema))
        {
            if (!reader.Read())
            {
                return Step.NeedsMore;
            }

            JsonRecordReader.CheckSchema(reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var version) && version > 0
                ? version
                : throw new FormatException($"'{JsonForm.Schema}' must be a whole number from 1 on."));
            return Pass(in reader);
        }

        _place = Place.Value;
        return Pass(in reader);
    }

    /// <summary>Passes over the value of a member that nobody asks for.</summary>
    private Step PassValue()
    {
        var reader = Reader();
        if (!reader.Read() || !reader.TrySkip())
        {
            return Step.NeedsMore;
        }

        _place = Place.Export;
        return Pass(in reader);
    }

    private Step Errors(out ErrorRecord? record)
    {
        record = null;
        var reader = Reader();
        if (!reader.Read())
        {
            return Step.NeedsMore;
        }

        if (reader.TokenType == JsonTokenType.EndArray)
        {
            _place = Place.Export;
            return Pass(in reader);
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new FormatException("it must be an object.");
        }

        return Record(out record);
    }

    private Step Record(out ErrorRecord? record)
    {
        record = null;
        var reader = Reader();
        reader.Read();
        var begin = (int)reader.TokenStartIndex;
        if (!reader.TrySkip())
        {
            return Step.NeedsMore;
        }

        var length = (int)reader.BytesConsumed - begin;
        using (var document = Parse(_buffer.AsMemory(_start + begin, length)))
        {
            record = JsonRecordReader.Read(document.RootElement);
        }

        Records++;
        Pass(in reader);
        if (_place == Place.Outside)
        {
            _state = NewState();
        }

        return Step.Record;
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return JsonDocument.Parse(bytes, OneRecord);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // It is whole, as the reader found its end.
            throw new FormatException(NoJson, e);
        }
    }

    private Utf8JsonReader Reader() => new(_buffer.AsSpan(_start, _end - _start), _isEnded, _state);

    private Step Pass(in Utf8JsonReader reader)
    {
        _state = reader.CurrentState;
        Consume((int)reader.BytesConsumed);
        return Step.Passed;
    }

    private void Consume(int bytes)
    {
        _line += _buffer.AsSpan(_start, bytes).Count((byte)'\n');
        _start += bytes;
    }

    private void SkipBlank()
    {
        var blank = _buffer.AsSpan(_start, _end - _start).IndexOfAnyExcept(" \t\r\n"u8);
        Consume(blank < 0 ? _end - _start : blank);
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        if (_isEnded)
        {
            throw Wrong("the input ends in the middle of it.", null);
        }

        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            if (_buffer.Length >= JsonForm.MaxRecordBytes)
            {
                throw Wrong($"it takes more than {JsonForm.MaxRecordBytes / (1024 * 1024)} MB.", null);
            }

            Array.Resize(ref _buffer, Math.Min(JsonForm.MaxRecordBytes, _buffer.Length * 2));
        }

        // As much as there is room for: a stream that gives little at a time must not make each byte be looked at again and again.
        var least = Math.Min(Smallest, _buffer.Length - _end);
        var read = await source.ReadAtLeastAsync(_buffer.AsMemory(_end), least, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        _isEnded = read < least;
        _end += read;
        if (!_isBegun)
        {
            _isBegun = true;
            _start = _buffer.AsSpan(0, _end).StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0;
        }
    }

    private FormatException Wrong(string what, Exception? inner) => new(
        string.Create(CultureInfo.InvariantCulture, $"Record {Records + 1} (line {LineOfNext()}): {what}"),
        inner is FormatException ? inner.InnerException : inner);

    private long LineOfNext()
    {
        var rest = _buffer.AsSpan(_start, _end - _start);
        var next = rest.IndexOfAnyExcept(" \t\r\n,"u8);
        return _line + rest[..Math.Max(0, next)].Count((byte)'\n');
    }
}
