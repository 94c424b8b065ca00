using System.Collections.ObjectModel;

namespace ErrorManagement;

/// <summary>The root of all exceptions that have an <see cref="ErrorCode"/>.</summary>
/// <remarks>
/// A family of your own takes three lines:
/// <code>
/// [ErrorCode("SHOP-PAY-001")]
/// public sealed class PaymentDeclinedException(string message, Exception? cause = null) : CodedException(message, cause);
/// </code>
/// </remarks>
public abstract class CodedException : Exception
{
    private Dictionary<string, object?>? _context;

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What happened, for a person. Free of secrets: it is logged and recorded.</param>
    /// <param name="cause">The error behind it, kept as <see cref="Exception.InnerException"/>; null when there is none.</param>
    protected CodedException(string? message, Exception? cause = null)
        : base(message, cause)
    {
    }

    /// <summary>The code of this type of exception; none when the type declares none.</summary>
    public ErrorCode Code => ErrorCode.TryOf(GetType(), out var code) ? code : default;

    /// <summary>What is known about the case, by name, such as <c>run_id</c>. Never null; empty by default.</summary>
    /// <remarks>Names are few; values may be anything, private data among them. Not to be changed after the throw.</remarks>
    public IReadOnlyDictionary<string, object?> Context => _context ?? (IReadOnlyDictionary<string, object?>)ReadOnlyDictionary<string, object?>.Empty;

    /// <summary>How bad it is, or null to leave that to the recorder's policy. Null by default.</summary>
    public virtual ErrorSeverity? Severity => null;

    /// <summary>What kind of failure it is, or null to leave that to the classifier. Null by default.</summary>
    public virtual ErrorCategory? Category => null;

    /// <summary>Adds to <see cref="Context"/>; for constructors of derived types.</summary>
    /// <param name="name">The name in snake_case; an earlier value of the same name is replaced.</param>
    /// <param name="value">The value; null and the empty string count as absent and are not added.</param>
    protected void AddContext(string name, object? value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (value is not (null or ""))
        {
            (_context ??= new Dictionary<string, object?>(StringComparer.Ordinal))[name] = value;
        }
    }

    /// <summary>Adds a part that need not be given to <see cref="Context"/>, and hands it back: null when it counts as absent.</summary>
    private protected string? Noted(string name, string? value)
    {
        AddContext(name, value);
        return value is "" ? null : value;
    }
}
