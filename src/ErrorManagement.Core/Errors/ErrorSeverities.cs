namespace ErrorManagement;

/// <summary>Names of severities: the five of <see cref="ErrorSeverity"/> and the four-step scale Low, Medium, High, Critical.</summary>
/// <remarks>All members are pure and safe on any thread.</remarks>
public static class ErrorSeverities
{
    private const string ValidNames = "Debug, Info, Warning, Error, Critical, Low, Medium, High";

    /// <summary>Reads a severity from a name of either scale, in any case: Low is Info, Medium is Warning, High is Error.</summary>
    /// <param name="name">The name; surrounding blanks are ignored.</param>
    /// <returns>The severity.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is no severity; the message lists the valid names.</exception>
    public static ErrorSeverity Parse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return TryParse(name, out var severity)
            ? severity
            : throw new ArgumentException($"'{name}' is not a severity. Valid names are {ValidNames}, in any case.", nameof(name));
    }

    /// <summary>Reads a severity from a name of either scale, in any case.</summary>
    /// <param name="name">The name; null is no severity.</param>
    /// <param name="severity">The severity, or <see cref="ErrorSeverity.Debug"/> when there is none.</param>
    /// <returns>Whether <paramref name="name"/> is a severity.</returns>
    public static bool TryParse(string? name, out ErrorSeverity severity)
    {
        ErrorSeverity? found = name?.Trim().ToUpperInvariant() switch
        {
            "DEBUG" => ErrorSeverity.Debug,
            "INFO" or "LOW" => ErrorSeverity.Info,
            "WARNING" or "MEDIUM" => ErrorSeverity.Warning,
            "ERROR" or "HIGH" => ErrorSeverity.Error,
            "CRITICAL" => ErrorSeverity.Critical,
            _ => null,
        };
        severity = found.GetValueOrDefault();
        return found.HasValue;
    }

    /// <summary>The name on the wire: lower case, as in JSON and metrics.</summary>
    /// <param name="severity">The severity; a value outside the enumeration reads <c>error</c>.</param>
    /// <returns><c>debug</c>, <c>info</c>, <c>warning</c>, <c>error</c> or <c>critical</c>. Cardinality 5.</returns>
    public static string ToWireName(this ErrorSeverity severity) => severity switch
    {
        ErrorSeverity.Debug => "debug",
        ErrorSeverity.Info => "info",
        ErrorSeverity.Warning => "warning",
        ErrorSeverity.Critical => "critical",
        _ => "error",
    };

    /// <summary>The name on the four-step scale: Debug and Info are LOW, Warning is MEDIUM, Error is HIGH, Critical is CRITICAL.</summary>
    /// <param name="severity">The severity; a value outside the enumeration reads <c>HIGH</c>.</param>
    /// <returns><c>LOW</c>, <c>MEDIUM</c>, <c>HIGH</c> or <c>CRITICAL</c>. Cardinality 4.</returns>
    public static string ToFourStepName(this ErrorSeverity severity) => severity switch
    {
        ErrorSeverity.Debug or ErrorSeverity.Info => "LOW",
        ErrorSeverity.Warning => "MEDIUM",
        ErrorSeverity.Critical => "CRITICAL",
        _ => "HIGH",
    };
}
