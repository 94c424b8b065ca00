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
    private readonly bool _byCategory;

    /// <summary>Makes a classifier.</summary>
    /// <param name="options">Own rules and bounds, copied; null for none and the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of its bounds; the message lists all that are.</exception>
    public ErrorClassifier(ErrorClassifierOptions? options = null)
    {
        options ??= new ErrorClassifierOptions();
        ErrorClassifierOptionsValidator.ThrowIfInvalid(options);
        _rules = [.. options.Rules];
        _maxMessageLength = options.MaxMessageLength;
        _byCategory = options.SeverityPolicy == SeverityPolicy.ByCategory;
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

            var traits = TypeTraits.Of(exception);
            var left = ExceptionTree.MaxExceptions;
            var (category, severity) = Judge(exception, traits, 1, ref left, caller);
            var (retryAfter, canRetry) = AdviceOn(exception, traits);
            return new ErrorClassification(category, severity, retryAfter)
            {
                Identity = Identities.Of(exception, traits),
                IsFatal = IsFatal(exception, traits),
                CanRetry = canRetry,
            };
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e);
            return new ErrorClassification(ErrorCategory.Unknown, ErrorSeverity.Error);
        }
    }

    private Verdict Judge(Exception exception, TypeTraits traits, int depth, ref int left, CancellationToken caller)
    {
        left--;
        foreach (var rule in _rules)
        {
            if (rule.Matches(exception, _maxMessageLength))
            {
                return new Verdict(rule.Category, rule.Severity ?? SeverityOf(exception, traits, rule.Category));
            }
        }

        if (DeclaredBy(exception, traits) is { } declared)
        {
            return new Verdict(declared, SeverityOf(exception, traits, declared));
        }

        // A status decides even when it says nothing: 500 stays unknown, whatever the words around it.
        if (traits.MayHaveStatus && HttpStatusVerdicts.StatusOf(exception, traits) is { } status)
        {
            var answered = HttpStatusVerdicts.CategoryOf((int)status);
            return new Verdict(answered, SeverityOf(exception, traits, answered));
        }

        var category = OwnCategoryOf(exception, traits, caller);
        return category == ErrorCategory.Unknown && depth < ExceptionTree.MaxDepth
            ? JudgeInside(exception, traits, depth, ref left, caller)
            : new Verdict(category, SeverityOf(exception, traits, category));
    }

    private ErrorCategory OwnCategoryOf(Exception exception, TypeTraits traits, CancellationToken caller)
    {
        // A rejection says nothing about the dependency, and its message is made only for who reads it.
        if (IsRejection(exception, traits))
        {
            return ErrorCategory.Unknown;
        }

        // The texts of the library's own errors are made of a host's names and reasons: a metric "timeouts" is no time-out. What is inside them is.
        if (traits.IsOwn)
        {
            return ErrorCategory.Unknown;
        }

        var category = ByMembers(exception, traits, caller);
        if (category == ErrorCategory.Unknown)
        {
            category = traits.NameCategory;
        }

        return category == ErrorCategory.Unknown ? MessagePhrases.Table.StrongestIn(ErrorMessages.PrefixOf(exception, _maxMessageLength)) : category;
    }

    private Verdict JudgeInside(Exception exception, TypeTraits traits, int depth, ref int left, CancellationToken caller)
    {
        Verdict? found = null;
        if (traits.Family == ExceptionFamily.Aggregate)
        {
            var several = ((AggregateException)exception).InnerExceptions;
            for (var i = 0; i < several.Count && left > 0 && found is not { Category: not ErrorCategory.Unknown }; i++)
            {
                var inside = Judge(several[i], TypeTraits.Of(several[i]), depth + 1, ref left, caller);
                found = found is null || inside.Category != ErrorCategory.Unknown ? inside : found;
            }
        }
        else if (exception.InnerException is { } inner && left > 0)
        {
            found = Judge(inner, TypeTraits.Of(inner), depth + 1, ref left, caller);
        }

        var category = found?.Category ?? ErrorCategory.Unknown;
        return new Verdict(category, traits.IsWrapping && found is { } decided ? decided.Severity : SeverityOf(exception, traits, category));
    }

    private static bool IsFatal(Exception exception, TypeTraits traits) => traits.IsFatal || (traits.IsWrapping && FatalErrors.IsOrWraps(exception));

    private static (TimeSpan? RetryAfter, bool CanRetry) AdviceOn(Exception exception, TypeTraits traits)
    {
        TimeSpan? retryAfter = null;
        var canRetry = !IsFatal(exception, traits);
        var current = exception;
        for (var depth = 0; depth < ExceptionTree.MaxDepth && current is not null; depth++, current = current.InnerException)
        {
            if (current is ResilienceException raised)
            {
                retryAfter ??= raised.RetryAfter;
                canRetry &= !IsRejection(raised, TypeTraits.Of(raised));
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
    private static ErrorCategory? DeclaredBy(Exception exception, TypeTraits traits)
    {
        if (traits.Family is not (ExceptionFamily.Coded or ExceptionFamily.Resilience))
        {
            return null;
        }

        try
        {
            return ((CodedException)exception).Category;
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e);
            return null;
        }
    }

    private ErrorSeverity SeverityOf(Exception exception, TypeTraits traits, ErrorCategory category)
    {
        if (traits.Family is ExceptionFamily.Coded or ExceptionFamily.Resilience && DeclaredSeverityOf((CodedException)exception) is { } declared)
        {
            return declared;
        }

        return _byCategory ? SeverityRules.OfCategory(category, traits.IsFatal) : traits.Severity;
    }

    private static ErrorSeverity? DeclaredSeverityOf(CodedException exception)
    {
        try
        {
            return exception.Severity;
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e);
            return null;
        }
    }

    private static ErrorCategory ByMembers(Exception exception, TypeTraits traits, CancellationToken caller)
    {
        if (traits.Category != ErrorCategory.Unknown || traits.Family == ExceptionFamily.Other)
        {
            return traits.Category;
        }

        try
        {
            return InstanceVerdicts.CategoryOf(exception, traits, caller);
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e);
            return ErrorCategory.Unknown;
        }
    }

    private static bool IsRejection(Exception exception, TypeTraits traits)
    {
        if (traits.Family != ExceptionFamily.Resilience)
        {
            return false;
        }

        try
        {
            return ((ResilienceException)exception).IsRejection;
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e);
            return false;
        }
    }

    private readonly record struct Verdict(ErrorCategory Category, ErrorSeverity Severity);
}
