namespace ErrorManagement.Analytics.Signatures;

/// <summary>Knows errors by their signatures: rules that are asked in their order, of which the first that matches wins. Counts patterns, and says what to do about them.</summary>
/// <remarks>
/// Immutable and safe on any thread. Pure but for functions of the host's own. Never throws for what an error is: of a text, 16,384 characters are looked at, of a tree 64 exceptions.
/// All comparisons are by ordinal in any case, the same in every culture; nothing is matched by regular expressions.
/// </remarks>
public sealed class ErrorSignatures
{
    private readonly CompiledSignature[] _rules;
    private readonly KeywordSearch _all;

    /// <summary>Makes a set of rules.</summary>
    /// <param name="options">The rules, copied; null for the built-in ones.</param>
    /// <param name="onRuleFailure">Told the name of a rule whose function throws for the first time, and what it throws; null for nobody. Called on the thread that looked for a signature.</param>
    /// <exception cref="ArgumentException">A rule is outside its bounds; the message lists all mistakes.</exception>
    public ErrorSignatures(SignatureOptions? options = null, Action<string, Exception>? onRuleFailure = null)
    {
        options ??= new SignatureOptions();
        SignatureOptionsValidator.ThrowIfInvalid(options);
        _rules = [.. options.Arranged().Select(rule => new CompiledSignature(rule, onRuleFailure))];
        _all = new KeywordSearch(_rules.SelectMany(static rule => rule.Signature.Keywords));
        Signatures = [.. _rules.Select(static rule => rule.Signature)];
    }

    /// <summary>The built-in rules.</summary>
    public static ErrorSignatures Default { get; } = new();

    /// <summary>What the rules know, in the order they are asked. <see cref="ErrorSignature.Unknown"/> is not among them.</summary>
    public IReadOnlyList<ErrorSignature> Signatures { get; }

    /// <summary>How often functions of the host's own threw.</summary>
    public long RuleFailures => _rules.Sum(static rule => rule.Failures);

    /// <summary>The signature of an error of which a text is known.</summary>
    /// <param name="message">The message; null or empty when there is none.</param>
    /// <param name="errorType">The name of its type, with namespace or without; null when that is not known.</param>
    /// <param name="httpStatus">Its HTTP status; null when it has none, and what is no status counts as none.</param>
    /// <returns>The match; with <see cref="ErrorSignature.Unknown"/> when no rule matches.</returns>
    public SignatureMatch Match(string? message, string? errorType = null, int? httpStatus = null) => Match(SignatureInput.Of(message, errorType, httpStatus));

    /// <summary>The signature of an exception: of its message and type, those of its base types and of the exceptions inside it, and of its HTTP status.</summary>
    /// <param name="exception">The exception; null is unknown. Not kept.</param>
    /// <returns>The match; with <see cref="ErrorSignature.Unknown"/> when no rule matches.</returns>
    public SignatureMatch Match(Exception? exception) => exception is null ? SignatureMatch.None : Match(SignatureInput.Of(exception));

    /// <summary>The signature of a record: of its newest message, its type, the exceptions inside it, and of its identity where that is an HTTP status.</summary>
    /// <param name="record">The record; null is unknown.</param>
    /// <returns>The match; with <see cref="ErrorSignature.Unknown"/> when no rule matches.</returns>
    public SignatureMatch Match(ErrorRecord? record) => record is null ? SignatureMatch.None : Match(SignatureInput.Of(record));

    /// <summary>Counts errors by their signatures, those of no rule included.</summary>
    /// <param name="occurrences">The errors, in any order; those with a count of 0 or less are left out.</param>
    /// <returns>The patterns, with the most occurrences first; with equal numbers in the order of their names. Empty without errors.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="occurrences"/> is null.</exception>
    public IReadOnlyList<SignaturePattern> FindPatterns(IEnumerable<SignatureOccurrence> occurrences)
    {
        ArgumentNullException.ThrowIfNull(occurrences);
        var tallies = new SignatureTallies();
        foreach (var occurrence in occurrences)
        {
            if (occurrence.Count > 0)
            {
                var tally = tallies.Of(Match(occurrence.Message, occurrence.ErrorType, occurrence.HttpStatus).Signature);
                tally.Add(occurrence.Count, occurrence.Message);
                tally.See(occurrence.Phase, occurrence.Run);
            }
        }

        return tallies.Ranked();
    }

    private SignatureMatch Match(SignatureInput input)
    {
        var texts = SignatureTexts.Of(input, _all);
        foreach (var rule in _rules)
        {
            if (rule.ReasonFor(input, in texts) is { } reason)
            {
                return new SignatureMatch(rule.Signature, reason);
            }
        }

        return SignatureMatch.None;
    }
}
