using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;
using ErrorManagement.Analytics.Scrubbing;

namespace ErrorManagement.Analytics.Runs;

/// <summary>Reads a run from a line of JSON. Pure; never throws.</summary>
/// <remarks>
/// A value of another kind than expected is taken as the text it is written as, so that a numeric id or an object of phase errors is good; of a name that is there twice the last counts;
/// names that nobody knows are passed over. What is no character, as half a surrogate pair is, reads U+FFFD.
/// </remarks>
internal static class RunLineParser
{
    private const string NoJson = "it is no valid JSON";
    private const string NoObject = "it is no JSON object";
    private const string NoRun = "it is no run: neither id, status nor started_at is there";

    private static readonly JsonReaderOptions Strict = new() { MaxDepth = 64 };

    /// <summary>Reads it.</summary>
    /// <param name="line">The line in UTF-8.</param>
    /// <param name="run">The run.</param>
    /// <param name="fault">What is wrong with it; nothing of the line is in it.</param>
    /// <returns>Whether it is a run.</returns>
    public static bool TryParse(ReadOnlySpan<byte> line, [NotNullWhen(true)] out WorkRun? run, [NotNullWhen(false)] out string? fault)
    {
        run = null;
        try
        {
            var reader = new Utf8JsonReader(line, Strict);
            fault = NoObject;
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                // What is not even JSON is told as such.
                while (reader.Read())
                {
                }

                return false;
            }

            var fields = default(Fields);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                ReadMember(ref reader, ref fields, line);
            }

            reader.Read(); // what comes behind the object is an error
            fault = fields.IsRun ? null : NoRun;
            run = fields.IsRun ? fields.ToRun() : null;
        }
        catch (JsonException)
        {
            fault = NoJson;
            run = null;
        }

        return run is not null;
    }

    private static void ReadMember(ref Utf8JsonReader reader, ref Fields fields, ReadOnlySpan<byte> line)
    {
        switch (RunFieldNames.Of(in reader))
        {
            case RunField.Id:
                fields.Id = Text(ref reader, line);
                break;
            case RunField.Status:
                fields.Status = Text(ref reader, line);
                break;
            case RunField.FailureReason:
                fields.FailureReason = Text(ref reader, line);
                break;
            case RunField.ErrorMessage:
                fields.ErrorMessage = Text(ref reader, line);
                break;
            case RunField.PhaseErrors:
                fields.PhaseErrors = Text(ref reader, line);
                break;
            case RunField.CurrentPhase:
                fields.CurrentPhase = Text(ref reader, line);
                break;
            case RunField.StartedAt:
                fields.StartedAt = Time(ref reader, line);
                fields.HasTime = true;
                break;
            case RunField.CreatedAt:
                fields.CreatedAt = Time(ref reader, line);
                fields.HasTime = true;
                break;
            default:
                reader.Skip();
                break;
        }
    }

    private static DateTimeOffset? Time(ref Utf8JsonReader reader, ReadOnlySpan<byte> line)
    {
        if (Text(ref reader, line) is not { } text)
        {
            return null;
        }

        return reader.TokenType == JsonTokenType.Number
            ? double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? RunTimes.FromUnix(number) : null
            : RunTimes.Parse(text);
    }

    private static string? Text(ref Utf8JsonReader reader, ReadOnlySpan<byte> line)
    {
        reader.Read();
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.String:
                return String(in reader);
            default:
                var from = (int)reader.TokenStartIndex;
                reader.Skip();
                return Encoding.UTF8.GetString(line[from..(int)reader.BytesConsumed]);
        }
    }

    private static string String(in Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, or bytes that are no UTF-8: the run is not lost for a sign of its message.
            return LenientText.Of(reader.ValueSpan, reader.ValueIsEscaped);
        }
    }

    private struct Fields
    {
        public string? Id;
        public string? Status;
        public string? FailureReason;
        public string? ErrorMessage;
        public string? PhaseErrors;
        public string? CurrentPhase;
        public DateTimeOffset? StartedAt;
        public DateTimeOffset? CreatedAt;
        public bool HasTime;

        public readonly bool IsRun => Id is not null || Status is not null || HasTime;

        public readonly WorkRun ToRun() => new()
        {
            Id = Id,
            Status = Status,
            FailureReason = string.IsNullOrWhiteSpace(FailureReason) ? ErrorMessage : FailureReason,
            PhaseErrors = PhaseErrors,
            CurrentPhase = CurrentPhase,
            StartedAt = StartedAt ?? CreatedAt,
        };
    }
}
