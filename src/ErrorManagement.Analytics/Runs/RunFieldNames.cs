using System.Text;
using System.Text.Json;
using ErrorManagement.Analytics.Scrubbing;

namespace ErrorManagement.Analytics.Runs;

/// <summary>Knows the members of a run by their names, in any case and however the words are joined: <c>started_at</c>, <c>startedAt</c>, <c>Started-At</c>. Pure.</summary>
internal static class RunFieldNames
{
    private const int LongestKey = 13;
    private const int LongestName = 32;

    /// <summary>The member at which a reader stands; none for a name that nobody knows. Never throws.</summary>
    public static RunField Of(in Utf8JsonReader reader)
    {
        ReadOnlySpan<byte> name = reader.ValueSpan;
        if (reader.ValueIsEscaped)
        {
            name = Encoding.UTF8.GetBytes(LenientText.Of(name, isEscaped: true));
        }

        if (name.Length > LongestName)
        {
            return RunField.None;
        }

        Span<byte> key = stackalloc byte[LongestName];
        var length = 0;
        foreach (var sign in name)
        {
            if (sign is not ((byte)'_' or (byte)'-' or (byte)' '))
            {
                key[length++] = sign is >= (byte)'A' and <= (byte)'Z' ? (byte)(sign | 0x20) : sign;
            }
        }

        return length > LongestKey ? RunField.None : OfKey(key[..length]);
    }

    private static RunField OfKey(ReadOnlySpan<byte> key) => key switch
    {
        _ when key.SequenceEqual("id"u8) => RunField.Id,
        _ when key.SequenceEqual("status"u8) => RunField.Status,
        _ when key.SequenceEqual("failurereason"u8) => RunField.FailureReason,
        _ when key.SequenceEqual("errormessage"u8) => RunField.ErrorMessage,
        _ when key.SequenceEqual("phaseerrors"u8) => RunField.PhaseErrors,
        _ when key.SequenceEqual("currentphase"u8) => RunField.CurrentPhase,
        _ when key.SequenceEqual("startedat"u8) => RunField.StartedAt,
        _ when key.SequenceEqual("createdat"u8) => RunField.CreatedAt,
        _ => RunField.None,
    };
}
