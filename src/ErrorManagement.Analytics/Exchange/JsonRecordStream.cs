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
    private const string CutShort = "the input ends in the middle of it.";

    private readonly JsonBuffer _buffer = new(source);
    private JsonReaderState _state = NewState();
    private Place _place;

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
                    await ReadOnAsync(cancellationToken).ConfigureAwait(false);
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
            throw Wrong(_buffer.IsEnded && e is JsonException && IsCut() ? CutShort : JsonRecordReader.NoJson, e);
        }
    }

    private bool IsCut()
    {
        // Valid as far as it goes: the reader asks for more where it may.
        try
        {
            var reader = new Utf8JsonReader(_buffer.Unread, isFinalBlock: false, _state);
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
        _buffer.PassBlank();
        if (_buffer.Unread.IsEmpty)
        {
            return _buffer.IsEnded ? Step.End : Step.NeedsMore;
        }

        if (_buffer.Unread[0] != (byte)'{')
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
        record = JsonRecordReader.Read(_buffer.Slice(begin, length));
        Records++;
        Pass(in reader);
        if (_place == Place.Outside)
        {
            _state = NewState();
        }

        return Step.Record;
    }

    private Utf8JsonReader Reader() => new(_buffer.Unread, _buffer.IsEnded, _state);

    private Step Pass(in Utf8JsonReader reader)
    {
        _state = reader.CurrentState;
        _buffer.Pass((int)reader.BytesConsumed);
        return Step.Passed;
    }

    private async ValueTask ReadOnAsync(CancellationToken cancellationToken)
    {
        if (_buffer.IsEnded)
        {
            throw Wrong(CutShort, null);
        }

        if (!await _buffer.TryReadOnAsync(cancellationToken).ConfigureAwait(false))
        {
            throw Wrong($"it takes more than {JsonForm.MaxRecordBytes / (1024 * 1024)} MB.", null);
        }
    }

    private FormatException Wrong(string what, Exception? inner) => new(
        string.Create(CultureInfo.InvariantCulture, $"Record {Records + 1} (line {_buffer.LineOfNext()}): {what}"),
        inner is FormatException ? inner.InnerException : inner);
}
