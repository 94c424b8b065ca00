namespace ErrorManagement.Analytics.Scrubbing;

/// <summary>A secret in a text, and what stands in its place.</summary>
internal readonly record struct SecretSpan(int Start, int End, string Mark);
