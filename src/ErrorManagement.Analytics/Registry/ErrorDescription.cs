using ErrorManagement.Analytics.Grouping;

namespace ErrorManagement.Analytics.Registry;

/// <summary>What a record says in words, made once.</summary>
internal sealed record ErrorDescription(ErrorFingerprint Fingerprint, string Template, string FirstMessage, string? RootCause, string? StackTrace, IReadOnlyList<ExceptionDetails> Exceptions);
