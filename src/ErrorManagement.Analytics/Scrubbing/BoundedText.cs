namespace ErrorManagement.Analytics.Scrubbing;

/// <summary>Texts of a bounded length.</summary>
internal static class BoundedText
{
    /// <summary>The beginning of a text, never with half of a surrogate pair at its end; the same object when it is short enough.</summary>
    public static string Cut(string text, int length) =>
        text.Length <= length ? text : text[..(length > 0 && char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
}
