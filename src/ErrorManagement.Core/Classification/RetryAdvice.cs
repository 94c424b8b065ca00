using System.Runtime.CompilerServices;

namespace ErrorManagement.Classification;

/// <summary>
/// Lays what the other side, or the one who makes the call, says about a further try beside an exception, which itself stays as it is.
/// A client of a host's own that reads a Retry-After calls it before the exception is thrown; the classifier puts it on the verdict.
/// </summary>
/// <remarks>
/// All members are safe on any thread. The advice lives as long as its exception. Exception.Data is not used for this:
/// to read it makes a dictionary for each exception that has none.
/// </remarks>
public static class RetryAdvice
{
    private static readonly ConditionalWeakTable<Exception, Advice> Advices = [];

    private static volatile bool _used;

    /// <summary>Lays advice beside an exception; later advice replaces earlier.</summary>
    /// <param name="exception">The exception; only weakly held.</param>
    /// <param name="retryAfter">How long the other side asks to wait, counted from now; a negative one counts as zero; null when it does not say.</param>
    /// <param name="canRetry">False when the call must not be made a second time, whatever its category.</param>
    /// <exception cref="ArgumentNullException"><paramref name="exception"/> is null.</exception>
    public static void Attach(Exception exception, TimeSpan? retryAfter = null, bool canRetry = true)
    {
        ArgumentNullException.ThrowIfNull(exception);
        Advices.AddOrUpdate(exception, new Advice(retryAfter is { Ticks: < 0 } ? TimeSpan.Zero : retryAfter, canRetry));
        _used = true;
    }

    /// <summary>Takes the advice away again, once it no longer holds.</summary>
    internal static void Detach(Exception exception) => Advices.Remove(exception);

    /// <summary>The advice beside one exception, its inner ones not asked; null when there is none.</summary>
    internal static Advice? Of(Exception exception) =>
        _used && Advices.TryGetValue(exception, out var advice) ? advice : null;

    /// <summary>What was laid beside an exception.</summary>
    internal sealed record Advice(TimeSpan? RetryAfter, bool CanRetry);
}
