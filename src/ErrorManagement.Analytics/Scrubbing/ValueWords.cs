using System.Collections.Frozen;

namespace ErrorManagement.Analytics.Scrubbing;

/// <summary>Words that stand where a value could and are none.</summary>
internal static class ValueWords
{
    private const int Longest = 16;

    // Looked up by parts of texts. The look-ups are made once: making one may allocate.
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Nothing = new[]
    {
        "true", "false", "null", "none", "nil", "undefined", "yes", "no", "(null)", "<null>", "[null]", "nothing", "empty", "(empty)", "(none)",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    // What a sentence goes on with after "password:".
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Sentence = new[]
    {
        "must", "is", "was", "were", "are", "the", "a", "an", "not", "invalid", "expected", "unexpected", "should", "cannot", "can", "can't", "could", "too", "at", "in", "on", "of", "for", "from", "to", "with", "by",
        "has", "have", "had", "wrong", "incorrect", "bad", "does", "do", "did", "required", "missing", "expired", "authentication", "authorization", "access", "permission", "denied", "granted", "failed", "failure",
        "error", "value", "values", "please", "only", "minimum", "maximum", "it", "this", "that", "your", "my", "may", "might", "contains", "length", "use", "be", "if", "when", "unable", "unknown", "unauthorized",
        "unsupported", "malformed", "rejected", "revoked", "accepted", "valid", "ok", "success", "succeeded", "optional", "enabled", "disabled", "changed", "reset", "got", "received", "using", "string", "number", "and", "or",
        "lifetime", "signature", "audience", "issuer", "header", "parsing", "validation", "token", "tokens", "password", "passwords", "secret", "type", "file", "function", "method", "read", "write", "found", "already",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    // What a sentence goes on with after "Bearer".
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Scheme = new[]
    {
        "token", "tokens", "authentication", "authenticated", "auth", "scheme", "schemes", "challenge", "challenged", "realm", "format", "handler", "credentials", "credential", "headers", "options", "prefix", "forbidden", "based", "only", "here",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>No value at all, or one that says yes or no.</summary>
    public static bool IsNothing(ReadOnlySpan<char> value) => Holds(Nothing, value);

    /// <summary>A word that goes on with the sentence.</summary>
    public static bool IsSentence(ReadOnlySpan<char> value) => Holds(Sentence, value.TrimEnd(".,;:!?)"));

    /// <summary>A word that goes on with the sentence after the name of a scheme.</summary>
    public static bool IsAboutScheme(ReadOnlySpan<char> value) => IsSentence(value) || Holds(Scheme, value.TrimEnd(".,;:!?)"));

    private static bool Holds(FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> words, ReadOnlySpan<char> word) => word.Length <= Longest && words.Contains(word);
}
