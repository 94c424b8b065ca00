using System.Net;
using ErrorManagement.Diagnostics;

namespace ErrorManagement.Classification;

/// <summary>A host's own say in what an exception means. Rules come before all that the classifier knows by itself.</summary>
/// <remarks>
/// Immutable; safe on any thread as far as its predicate is. A rule is asked about the exception itself and then, where nothing more was found
/// on that level, about its inner exceptions, one by one.
/// </remarks>
public sealed class ErrorRule
{
    private const int MaxTextLength = 256;

    private readonly Func<Exception, int, bool> _matches;

    private ErrorRule(Func<Exception, int, bool> matches, ErrorCategory category, ErrorSeverity? severity)
    {
        if (!Enum.IsDefined(category))
        {
            throw new ArgumentOutOfRangeException(nameof(category), category, $"The category of a rule must be a value of {nameof(ErrorCategory)}; it is {category}.");
        }

        if (severity is { } given && !Enum.IsDefined(given))
        {
            throw new ArgumentOutOfRangeException(nameof(severity), severity, $"The severity of a rule must be null or a value of {nameof(ErrorSeverity)}; it is {severity}.");
        }

        _matches = matches;
        Category = category;
        Severity = severity;
    }

    /// <summary>The category of what matches. Unknown is a verdict, too: nothing else is asked then.</summary>
    public ErrorCategory Category { get; }

    /// <summary>The severity of what matches; null leaves it to the exception and the default policy.</summary>
    public ErrorSeverity? Severity { get; }

    /// <summary>A rule for a type and all that derive from it.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="category">What it means.</param>
    /// <param name="severity">How bad it is; null leaves that open.</param>
    /// <returns>The rule.</returns>
    public static ErrorRule ForType<T>(ErrorCategory category, ErrorSeverity? severity = null)
        where T : Exception => new(static (exception, _) => exception is T, category, severity);

    /// <summary>A rule for an HTTP status, as an <see cref="HttpRequestException"/>, a <see cref="WebException"/> or the failed handshake of a web socket carries it.</summary>
    /// <param name="status">The status.</param>
    /// <param name="category">What it means.</param>
    /// <param name="severity">How bad it is; null leaves that open.</param>
    /// <returns>The rule.</returns>
    public static ErrorRule ForStatus(HttpStatusCode status, ErrorCategory category, ErrorSeverity? severity = null) =>
        new((exception, _) => HttpStatusVerdicts.StatusOf(exception, TypeTraits.Of(exception)) == status, category, severity);

    /// <summary>A rule for messages that hold a text as whole words, in any case: <c>card declined</c> is not in <c>discard declined</c>.</summary>
    /// <param name="text">The text, 1 to 256 characters, inclusive. An AggregateException has no message of its own, so it never matches.</param>
    /// <param name="category">What it means.</param>
    /// <param name="severity">How bad it is; null leaves that open.</param>
    /// <returns>The rule.</returns>
    /// <exception cref="ArgumentException"><paramref name="text"/> is blank or too long.</exception>
    public static ErrorRule ForMessage(string text, ErrorCategory category, ErrorSeverity? severity = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        if (text.Length > MaxTextLength)
        {
            throw new ArgumentException($"The text of a rule must be 1 to {MaxTextLength} characters, inclusive; it has {text.Length}.", nameof(text));
        }

        return new((exception, maxLength) => HoldsWords(ErrorMessages.PrefixOf(exception, maxLength), text), category, severity);
    }

    /// <summary>A rule that the host decides.</summary>
    /// <param name="predicate">Whether the rule matches. Called on the thread that classifies, perhaps inside an exception filter: quick, and without locks. One that throws counts as no match.</param>
    /// <param name="category">What it means.</param>
    /// <param name="severity">How bad it is; null leaves that open.</param>
    /// <returns>The rule.</returns>
    public static ErrorRule When(Func<Exception, bool> predicate, ErrorCategory category, ErrorSeverity? severity = null)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return new((exception, _) => predicate(exception), category, severity);
    }

    internal bool Matches(Exception exception, int maxMessageLength)
    {
        try
        {
            return _matches(exception, maxMessageLength);
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e);
            return false;
        }
    }

    private static bool HoldsWords(ReadOnlySpan<char> message, ReadOnlySpan<char> text)
    {
        for (var start = 0; start + text.Length <= message.Length;)
        {
            var at = message[start..].IndexOf(text, StringComparison.OrdinalIgnoreCase);
            if (at < 0)
            {
                return false;
            }

            at += start;
            var end = at + text.Length;
            var beginsWord = at == 0 || !char.IsLetterOrDigit(message[at - 1]) || !char.IsLetterOrDigit(text[0]);
            var endsWord = end == message.Length || !char.IsLetterOrDigit(message[end]) || !char.IsLetterOrDigit(text[^1]);
            if (beginsWord && endsWord)
            {
                return true;
            }

            start = at + 1;
        }

        return false;
    }
}
