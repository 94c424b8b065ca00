namespace ErrorManagement.Analytics.Scrubbing;

/// <summary>What stands in the place of a secret. The value of a named one is three asterisks; one that was known by its own shape says what it was.</summary>
internal static class SecretMarks
{
    public const string Value = "***";
    public const string Card = "<card>";
    public const string Jwt = "<jwt>";
    public const string Token = "<token>";
    public const string PrivateKey = "<private-key>";
    public const string Email = "<email>";

    /// <summary>For a whole text that a rule of the host's own failed on.</summary>
    public const string Withheld = "<withheld>";

    private static readonly string[] Shapes = [Card, Jwt, Token, PrivateKey, Email, Withheld];

    /// <summary>Whether a value is a mark already, of this library or of somebody who put asterisks there before.</summary>
    public static bool Is(ReadOnlySpan<char> value)
    {
        if (value.IsEmpty || !value.ContainsAnyExcept('*'))
        {
            return true;
        }

        if (value[0] == '<')
        {
            foreach (var shape in Shapes)
            {
                if (value.StartsWith(shape, StringComparison.Ordinal))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
