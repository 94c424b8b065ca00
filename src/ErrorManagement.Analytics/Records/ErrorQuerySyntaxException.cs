namespace ErrorManagement.Analytics;

/// <summary>A text is no query. The message shows the spot and what is valid there.</summary>
public sealed class ErrorQuerySyntaxException : FormatException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="error">What is wrong.</param>
    public ErrorQuerySyntaxException(ErrorQuerySyntaxError error)
        : base((error ?? throw new ArgumentNullException(nameof(error))).Message) => Error = error;

    /// <summary>What is wrong.</summary>
    public ErrorQuerySyntaxError Error { get; }

    /// <summary>Where the spot begins in the query, in characters from 0.</summary>
    public int Position => Error.Position;

    /// <summary>How many characters the spot has; 0 when something is missing there.</summary>
    public int Length => Error.Length;
}
