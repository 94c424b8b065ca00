namespace ErrorManagement.Analytics.Signatures;

/// <summary>Which signature an error has, and why.</summary>
/// <param name="Signature">The signature; <see cref="ErrorSignature.Unknown"/> when no rule matches.</param>
/// <param name="Reason">What it is known by: the keyword as the rule has it, <c>status 404</c>, or <c>function</c> for a function of the host's own; null when no rule matches. Few different values, no private data.</param>
public sealed record SignatureMatch(ErrorSignature Signature, string? Reason)
{
    internal static SignatureMatch None { get; } = new(ErrorSignature.Unknown, null);
}
