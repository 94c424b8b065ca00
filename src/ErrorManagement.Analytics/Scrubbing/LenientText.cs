using System.Globalization;
using System.Text;

namespace ErrorManagement.Analytics.Scrubbing;

/// <summary>Reads texts of JSON that no strict reader takes: what is no character reads U+FFFD. Pure.</summary>
internal static class LenientText
{
    /// <param name="value">What stands between the quotation marks, of JSON that is otherwise valid.</param>
    /// <param name="isEscaped">Whether there is an escape in it.</param>
    public static string Of(ReadOnlySpan<byte> value, bool isEscaped)
    {
        var raw = Encoding.UTF8.GetString(value);
        if (!isEscaped)
        {
            return raw;
        }

        var text = new StringBuilder(raw.Length);
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '\\' || i + 1 == raw.Length)
            {
                text.Append(raw[i]);
                continue;
            }

            i++;
            if (raw[i] == 'u' && i + 4 < raw.Length && ushort.TryParse(raw.AsSpan(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
            {
                text.Append((char)unit);
                i += 4;
            }
            else
            {
                text.Append(raw[i] switch
                {
                    'n' => '\n',
                    't' => '\t',
                    'r' => '\r',
                    'b' => '\b',
                    'f' => '\f',
                    var other => other,
                });
            }
        }

        // Half a surrogate pair has no bytes.
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.ToString()));
    }
}
