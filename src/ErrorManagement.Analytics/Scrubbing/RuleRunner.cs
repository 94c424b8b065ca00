using System.Text.RegularExpressions;

namespace ErrorManagement.Analytics.Scrubbing;

/// <summary>Runs a rule of the host's own. Safe on any thread; never throws.</summary>
internal sealed class RuleRunner
{
    /// <summary>So long may a pattern take for one text, and as long once more: the time is that of the clock, which also runs while a busy machine lets the thread wait.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(50);

    // The first match of a process compiles what matches, for some 20 ms of a processor's time. That is not a rule's time, nor that of who records an error.
    private static readonly Lazy<string> Warmth = new(static () => new Regex(@"\b(a)[^b]\d{3}\b", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, TimeSpan.FromHours(1)).Replace("x a-123 y", "$1"));

    // After so many failures in a row a rule is broken, and asking it on would cost its time-out for each error.
    private const int MostFailures = 20;

    private readonly Func<string, string?> _replace;
    private readonly string? _hint;
    private int _failuresInARow;
    private long _failures;

    private readonly Action<Exception?>? _onFailure;

    /// <param name="rule">The rule.</param>
    /// <param name="onFailure">Told of each failure, on the thread that recorded, and must not throw; null for nobody. An exception is not to be kept.</param>
    public RuleRunner(ScrubbingRule rule, Action<Exception?>? onFailure = null)
    {
        _onFailure = onFailure;
        _hint = rule.Hint;
        if (rule.Replace is { } replace)
        {
            _replace = replace;
            return;
        }

        var pattern = Compile(rule.Pattern!);
        if (pattern.Options.HasFlag(RegexOptions.NonBacktracking))
        {
            _ = Warmth.Value;
        }

        var replacement = rule.Replacement ?? "";
        _replace = text => pattern.Replace(text, replacement);
    }

    /// <summary>How often it failed.</summary>
    public long Failures => Volatile.Read(ref _failures);

    /// <summary>The pattern, in linear time where its constructs allow that.</summary>
    /// <exception cref="ArgumentException">It is no regular expression.</exception>
    public static Regex Compile(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, Longest);
        }
        catch (NotSupportedException)
        {
            return new Regex(pattern, RegexOptions.CultureInvariant, Longest);
        }
    }

    /// <summary>Whether the rule is to be asked about a text.</summary>
    public bool IsFor(ReadOnlySpan<char> text) => _hint is null || text.Contains(_hint, StringComparison.OrdinalIgnoreCase);

    /// <summary>The text as the rule leaves it; a mark in the place of the whole text when the rule failed: a secret is not kept because a rule broke.</summary>
    public string Run(string text)
    {
        if (Volatile.Read(ref _failuresInARow) >= MostFailures)
        {
            Interlocked.Increment(ref _failures);
            return SecretMarks.Withheld;
        }

        Exception? failure = null;
        try
        {
            if (Replace(text) is { } replaced)
            {
                if (Volatile.Read(ref _failuresInARow) != 0)
                {
                    Volatile.Write(ref _failuresInARow, 0);
                }

                // A rule that found nothing may return a copy.
                return replaced == text ? text : replaced;
            }
        }
        catch (Exception e)
        {
            // Counted below, as null is.
            failure = e;
        }

        Interlocked.Increment(ref _failuresInARow);
        Interlocked.Increment(ref _failures);
        _onFailure?.Invoke(failure);
        return SecretMarks.Withheld;
    }

    /// <summary>What the rule makes of a text. One that runs away does so again; one that had to wait for a processor hardly ever.</summary>
    private string? Replace(string text)
    {
        try
        {
            return _replace(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return _replace(text);
        }
    }
}
