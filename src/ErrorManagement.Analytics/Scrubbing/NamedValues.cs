using System.Globalization;
using System.Text;
using ErrorManagement.Diagnostics;

namespace ErrorManagement.Analytics.Scrubbing;

/// <summary>
/// What a message and the values that come with it tell of each other. A value whose name is a secret's stands in the message without that name
/// (<c>signed in with {Password}</c>), and one that the message names as a secret has another name of its own (<c>password={P}</c>). Never throws.
/// </summary>
internal static class NamedValues
{
    private const int MostValues = 1_000; // as many as a context may keep
    private const int Short = 4; // a shorter value is looked for as a word only: it may be part of any other

    /// <summary>Takes the secrets of a message and its values out of both.</summary>
    /// <param name="message">The message, not scrubbed; null for none.</param>
    /// <param name="format">The format it would have been made by, where there is no message; null for none.</param>
    /// <param name="context">Its values, not scrubbed.</param>
    /// <param name="scrubber">What knows secrets.</param>
    /// <returns>The same objects when there is nothing to take out.</returns>
    public static (string? Message, OperationContext Context) TakeOut(string? message, string? format, OperationContext context, SecretScrubber scrubber)
    {
        if (context.Data is not { } data)
        {
            return (message, context);
        }

        try
        {
            if (!scrubber.MayHoldSecret(message ?? format) && !HasSuspiciousName(data, scrubber))
            {
                return (message, context);
            }

            var text = message ?? (format is not null && scrubber.MayHoldSecret(format) ? Fill(format, data) : "");
            var shown = WithoutNamed(text, data, scrubber);
            var marked = Marked(text, scrubber.MayHoldSecret(shown) ? scrubber.Scrub(shown) : shown, data, scrubber);
            return (message is null ? null : shown, marked is null ? context : context with { Data = marked });
        }
        catch (Exception e)
        {
            // The host's own map or value failed: it is read once more, with care, when it is copied.
            ErrorManagementDiagnostics.CountSwallowedFailure(e);
            return (message, context);
        }
    }

    private static bool HasSuspiciousName(IReadOnlyDictionary<string, object?> data, SecretScrubber scrubber)
    {
        if (data is not Dictionary<string, object?> known)
        {
            return data.Take(MostValues).Any(pair => scrubber.MayHoldSecret(pair.Key));
        }

        // What the library's own sources bring: without an enumerator on the heap.
        foreach (var pair in known)
        {
            if (scrubber.MayHoldSecret(pair.Key))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The message without the values whose names are those of secrets.</summary>
    private static string WithoutNamed(string message, IReadOnlyDictionary<string, object?> data, SecretScrubber scrubber)
    {
        foreach (var (name, value) in data.Take(MostValues))
        {
            if (value is null or bool || !scrubber.MayHoldSecret(name) || !scrubber.IsSecretName(name))
            {
                continue;
            }

            // Texts of one name, such as the values of a header, are shown one by one.
            IEnumerable<string?> texts = value is ICollection<string?> many ? many.Take(MostValues) : [TextOf(value)];
            foreach (var text in texts)
            {
                if (!string.IsNullOrEmpty(text) && text.Any(char.IsLetterOrDigit) && !ValueWords.IsNothing(text))
                {
                    message = Without(message, text);
                }
            }
        }

        return message;
    }

    /// <summary>The values, with a mark for each that was taken out of the text; null when none was.</summary>
    private static Dictionary<string, object?>? Marked(string text, string clean, IReadOnlyDictionary<string, object?> data, SecretScrubber scrubber)
    {
        if (ReferenceEquals(clean, text))
        {
            return null;
        }

        Dictionary<string, object?>? marked = null;
        foreach (var (name, value) in data.Take(MostValues))
        {
            // A text that is a secret, or holds one, by itself is scrubbed as such.
            if (value is null or bool || TextOf(value) is not { Length: > 0 } shown || (value is string && !ReferenceEquals(scrubber.Scrub(shown), shown)))
            {
                continue;
            }

            if (Find(text, shown, 0) >= 0 && Find(clean, shown, 0) < 0)
            {
                (marked ??= new Dictionary<string, object?>(data.Take(MostValues), StringComparer.Ordinal))[name] = SecretMarks.Value;
            }
        }

        return marked;
    }

    /// <summary>The message that a format makes, near enough to see what stands behind which word.</summary>
    private static string Fill(string format, IReadOnlyDictionary<string, object?> data)
    {
        var filled = new StringBuilder(format.Length);
        var from = 0;
        while (format.IndexOf('{', from) is >= 0 and var open && format.IndexOf('}', open) is >= 0 and var close)
        {
            var hole = format[(open + 1)..close];
            var name = hole.IndexOfAny([',', ':']) is >= 0 and var end ? hole[..end] : hole;
            filled.Append(format, from, open - from).Append(data.TryGetValue(name, out var value) && TextOf(value) is { } text ? text : $"{{{hole}}}");
            from = close + 1;
        }

        return filled.Append(format, from, format.Length - from).ToString();
    }

    private static string Without(string text, string value)
    {
        StringBuilder? clean = null;
        var from = 0;
        while (Find(text, value, from) is >= 0 and var at)
        {
            (clean ??= new StringBuilder(text.Length)).Append(text, from, at - from).Append(SecretMarks.Value);
            from = at + value.Length;
        }

        return clean is null ? text : clean.Append(text, from, text.Length - from).ToString();
    }

    private static int Find(string text, string value, int from)
    {
        while (text.IndexOf(value, from, StringComparison.Ordinal) is >= 0 and var at)
        {
            var end = at + value.Length;
            if (value.Length >= Short || ((at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (end == text.Length || !char.IsLetterOrDigit(text[end]))))
            {
                return at;
            }

            from = at + 1;
        }

        return -1;
    }

    private static string? TextOf(object? value) => value switch
    {
        null or bool => null,
        string text => text,
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}
