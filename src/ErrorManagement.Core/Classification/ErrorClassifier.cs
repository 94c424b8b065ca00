using System.Reflection;
using ErrorManagement.Diagnostics;
using ErrorManagement.Families.Resilience;

namespace ErrorManagement.Classification;

/// <summary>The classifier that ships: a host's own rules first, then codes and types, then words, then what is inside.</summary>
/// <remarks>
/// The order for one exception: own rules; the category a <see cref="CodedException"/> declares; HTTP status; known .NET types; the words of the type's name;
/// the words of the message; and, when none of these decides, its inner exceptions in the same way (of an AggregateException the first that is known).
/// One of the library's own that declares no category is judged by its inner exceptions alone: its words are the host's names.
/// Words count whole: <c>MetadataError</c> is no <c>DataError</c>. At most 32 levels and 64 exceptions are looked at.
/// An OperationCanceledException while the caller's token is not cancelled counts as a time-out: transient, a warning.
/// Immutable; safe on any thread; common types of exceptions are judged without allocation.
/// </remarks>
public sealed class ErrorClassifier : IErrorClassifier
{
    private readonly ErrorRule[] _rules;
    private readonly int _maxMessageLength;

    /// <summary>Makes a classifier.</summary>
    /// <param name="options">Own rules and bounds, copied; null for none and the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of its bounds; the message lists all that are.</exception>
    public ErrorClassifier(ErrorClassifierOptions? options = null)
    {
        options ??= new ErrorClassifierOptions();
        ErrorClassifierOptionsValidator.ThrowIfInvalid(options);
        _rules = [.. options.Rules];
        _maxMessageLength = options.MaxMessageLength;
    }

    /// <summary>The classifier without rules of a host's own.</summary>
    public static ErrorClassifier Default { get; } = new();

    /// <inheritdoc/>
    /// <exception cref="ArgumentNullException"><paramref name="exception"/> is null.</exception>
    public ErrorClassification Classify(Exception exception, CancellationToken caller = default)
    {
        ArgumentNullException.ThrowIfNull(exception);
        try
        {
            if (CallerCancellation.Is(exception, caller))
            {
                return ErrorClassification.CallerCancellation;
            }

            var left = ExceptionTree.MaxExceptions;
            var (category, severity) = Judge(exception, 1, ref left, caller);
            var (retryAfter, canRetry) = AdviceOn(exception);
            return new ErrorClassification(category, severity, retryAfter)
            {
                Identity = Identities.Of(exception),
                CanRetry = canRetry,
            };
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e);
            return new ErrorClassification(ErrorCategory.Unknown, ErrorSeverity.Error);
        }
    }

    private Verdict Judge(Exception exception, int depth, ref int left, CancellationToken caller)
    {
        left--;
        foreach (var rule in _rules)
        {
            if (rule.Matches(exception, _maxMessageLength))
            {
                return new Verdict(rule.Category, rule.Severity ?? SeverityOf(exception));
            }
        }

        if (exception is CodedException coded && DeclaredBy(coded) is { } declared)
        {
            return new Verdict(declared, SeverityOf(exception));
        }

        // A status decides even when it says nothing: 500 stays unknown, whatever the words around it.
        if (exception is HttpRequestException { StatusCode: { } status })
        {
            return new Verdict(HttpStatusVerdicts.CategoryOf((int)status), SeverityOf(exception));
        }

        var category = OwnCategoryOf(exception, caller);
        return category == ErrorCategory.Unknown && depth < ExceptionTree.MaxDepth
            ? JudgeInside(exception, depth, ref left, caller)
            : new Verdict(category, SeverityOf(exception));
    }

    private ErrorCategory OwnCategoryOf(Exception exception, CancellationToken caller)
    {
        // A rejection says nothing about the dependency, and its message is made only for who reads it.
        if (exception is ResilienceException raised && IsRejection(raised))
        {
            return ErrorCategory.Unknown;
        }

        // The texts of the library's own errors are made of a host's names and reasons: a metric "timeouts" is no time-out. What is inside them is.
        if (exception is CodedException && TypeTraits.Of(exception).Code.Product == ErrorCode.OwnProduct)
        {
            return ErrorCategory.Unknown;
        }

        var category = ByType(exception, caller);
        if (category == ErrorCategory.Unknown)
        {
            category = TypeTraits.Of(exception).NameCategory;
        }

        return category == ErrorCategory.Unknown ? MessagePhrases.Table.StrongestIn(ErrorMessages.PrefixOf(exception, _maxMessageLength)) : category;
    }

    private Verdict JudgeInside(Exception exception, int depth, ref int left, CancellationToken caller)
    {
        Verdict? found = null;
        if (exception is AggregateException aggregate)
        {
            var several = aggregate.InnerExceptions;
            for (var i = 0; i < several.Count && left > 0 && found is not { Category: not ErrorCategory.Unknown }; i++)
            {
                var inside = Judge(several[i], depth + 1, ref left, caller);
                found = found is null || inside.Category != ErrorCategory.Unknown ? inside : found;
            }
        }
        else if (exception.InnerException is { } inner && left > 0)
        {
            found = Judge(inner, depth + 1, ref left, caller);
        }

        // These two are mere wrapping: what is inside is the error.
        var isWrapping = exception is AggregateException or TargetInvocationException;
        return new Verdict(
            found?.Category ?? ErrorCategory.Unknown,
            isWrapping && found is { } decided ? decided.Severity : SeverityOf(exception));
    }

    private static (TimeSpan? RetryAfter, bool CanRetry) AdviceOn(Exception exception)
    {
        TimeSpan? retryAfter = null;
        var canRetry = true;
        var current = exception;
        for (var depth = 0; depth < ExceptionTree.MaxDepth && current is not null; depth++, current = current.InnerException)
        {
            if (current is ResilienceException raised)
            {
                retryAfter ??= raised.RetryAfter;
                canRetry &= !IsRejection(raised);
            }

            if (RetryAdvice.Of(current) is { } advice)
            {
                retryAfter ??= advice.RetryAfter;
                canRetry &= advice.CanRetry;
            }
        }

        return (retryAfter is { Ticks: < 0 } ? TimeSpan.Zero : retryAfter, canRetry);
    }

    // What follows asks members that derived types may override: each may throw, and only its own answer is lost then.
    private static ErrorCategory? DeclaredBy(CodedException exception)
    {
        try
        {
            return exception.Category;
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e);
            return null;
        }
    }

    private static ErrorSeverity SeverityOf(Exception exception)
    {
        try
        {
            if (exception is CodedException { Severity: { } declared })
            {
                return declared;
            }
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e);
        }

        return SeverityPolicy.SeverityOf(exception);
    }

    private static ErrorCategory ByType(Exception exception, CancellationToken caller)
    {
        try
        {
            return KnownTypes.CategoryOf(exception, caller);
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e);
            return ErrorCategory.Unknown;
        }
    }

    private static bool IsRejection(ResilienceException exception)
    {
        try
        {
            return exception.IsRejection;
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e);
            return false;
        }
    }

    private readonly record struct Verdict(ErrorCategory Category, ErrorSeverity Severity);
}
