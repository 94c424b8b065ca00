namespace ErrorManagement.Analytics.Grouping;

/// <summary>
/// Replaces the values in a message by placeholders and keeps its words: numbers, also with a unit, and bare hexadecimal
/// words (<c>&lt;num&gt;</c>), prefixed or very long hexadecimal numbers (<c>&lt;hex&gt;</c>), mixed ids (<c>&lt;id&gt;</c>), GUIDs, addresses with port,
/// URLs, paths, dates and times, e-mail addresses and quoted values. One pass, linear in the length, pure.
/// </summary>
/// <remarks>
/// One field often holds digits in one occurrence and hexadecimal letters in the next, so both are numbers here:
/// a template must not depend on which digits an id happens to have.
/// </remarks>
internal static class MessageMask
{
    /// <summary>The version in use. Version 1 stays what it was, for what was kept under it: it knows no dotted names, no units after a blank, no lists without commas.</summary>
    public const int Version = 2;

    /// <summary>The masked text ends after so many characters. Cutting what goes in instead would let the width of an id move the cut.</summary>
    public const int MaxLength = 1024;

    /// <summary>What comes after so many characters of a message is not looked at.</summary>
    public const int MaxScanned = 65_536;

    // One a thread: cleared memory on each stack would cost more than the hash.
    [ThreadStatic]
    private static MaskedMessage? _masked;

    /// <summary>A hash of the masked text, equal for equal templates, made without making the template.</summary>
    public static ulong Hash(ReadOnlySpan<char> message) => StableHash.Of(Run(message, Version));

    /// <summary>The hash as a version of the mask makes it: 1 or 2.</summary>
    public static ulong Hash(ReadOnlySpan<char> message, int version) => StableHash.Of(Run(message, version));

    /// <summary>The masked text.</summary>
    public static string Apply(ReadOnlySpan<char> message) => Run(message, Version).ToString();

    /// <summary>The masked text as a version of the mask makes it: 1 or 2.</summary>
    public static string Apply(ReadOnlySpan<char> message, int version) => Run(message, version).ToString();

    /// <summary>The masked text and where its values stood; good until the next call on this thread.</summary>
    public static MaskedMessage Of(ReadOnlySpan<char> message, int version = Version)
    {
        var masked = _masked ??= new MaskedMessage();
        masked.Set(message, version);
        return masked;
    }

    private static ReadOnlySpan<char> Run(ReadOnlySpan<char> message, int version) => Of(message, version).Text;
}
