using System.Globalization;

namespace ErrorManagement;

/// <summary>Points at the record of an error: either a handle that is good in this process, or the record's durable fingerprint.</summary>
/// <param name="Value">Zero is none; below 2^64 it is a handle; all else is a 128-bit fingerprint.</param>
/// <remarks>Immutable; the default value is none. Everything that takes an <see cref="ErrorId"/> takes either form.</remarks>
public readonly record struct ErrorId(UInt128 Value)
{
    private const string HandlePrefix = "E";

    private const int MaxHandleLength = 21; // the prefix and the 20 digits of 2^64 - 1

    private const int FingerprintLength = 32;

    private const int MaxVersionLength = 3; // a version is 1 to 255

    /// <summary>Whether it points at nothing.</summary>
    public bool IsNone => Value == UInt128.Zero;

    /// <summary>Whether it is a handle of this process, and not a durable fingerprint.</summary>
    public bool IsHandle => !IsNone && Value <= ulong.MaxValue;

    /// <summary>Reads what <see cref="ToString"/> wrote, and a fingerprint as tickets, exports and explanations show it.</summary>
    /// <param name="text">
    /// Empty, <c>E</c> and a decimal number, or 32 hexadecimal digits in any case that are worth 2^64 or more, with a version (<c>v2:</c>, 1 to 255) before them or without; null is no id.
    /// </param>
    /// <param name="id">The id, or none.</param>
    /// <returns>Whether <paramref name="text"/> is an id.</returns>
    public static bool TryParse(string? text, out ErrorId id)
    {
        id = default;
        if (string.IsNullOrEmpty(text))
        {
            return text is not null;
        }

        // The length decides first: a fingerprint may begin with an E, too.
        if (text.Length <= MaxHandleLength && text.StartsWith(HandlePrefix, StringComparison.Ordinal) && ulong.TryParse(text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var handle))
        {
            id = new ErrorId(handle);
            return handle != 0;
        }

        var digits = text.AsSpan(VersionLength(text));
        if (digits.Length == FingerprintLength && UInt128.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) && value > ulong.MaxValue)
        {
            id = new ErrorId(value);
            return true;
        }

        return false;
    }

    /// <summary>The id as text: <c>E42</c> for a handle, 32 lower-case hexadecimal digits for a fingerprint, empty for none.</summary>
    /// <returns>The text, the same in every culture.</returns>
    public override string ToString() =>
        IsNone ? "" : IsHandle ? HandlePrefix + Value.ToString(CultureInfo.InvariantCulture) : Value.ToString("x32", CultureInfo.InvariantCulture);

    /// <summary>How long the version before a fingerprint is, its colon included; 0 for none.</summary>
    private static int VersionLength(string text) =>
        text[0] == 'v' && text.IndexOf(':', StringComparison.Ordinal) is > 1 and <= MaxVersionLength + 1 and var colon
        && byte.TryParse(text.AsSpan(1, colon - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version > 0
            ? colon + 1
            : 0;
}
