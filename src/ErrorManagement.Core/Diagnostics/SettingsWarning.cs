namespace ErrorManagement.Diagnostics;

/// <summary>Settings that are allowed, one by one, and cannot work as they stand. Immutable; two with the same texts are equal.</summary>
/// <param name="Rule">Which rule found it, such as <c>retries-trip-breaker</c>: one of the identifiers of docs/settings-check.md, which stay the same from version to version.</param>
/// <param name="Subject">Whose settings they are, such as <c>Circuit breaker 'payments'</c>. As few different values as there are breakers and policies; no private data beyond their names.</param>
/// <param name="Message">Which settings, their values with units, why they cannot work, and what would. English, the same in every culture.</param>
public sealed record SettingsWarning(string Rule, string Subject, string Message)
{
    /// <summary>All of it in one line.</summary>
    /// <returns>Subject, message and rule.</returns>
    public override string ToString() => $"{Subject}: {Message} [{Rule}]";
}
