using ErrorManagement.Diagnostics;

namespace ErrorManagement.Analytics.Signatures;

/// <summary>One rule, ready to be asked. Safe on any thread.</summary>
internal sealed class CompiledSignature
{
    private readonly KeywordSearch _keywords;
    private readonly int[] _statuses;
    private readonly Func<SignatureInput, bool>? _matches;
    private readonly Action<string, Exception>? _onFailure;
    private long _failures;

    /// <param name="rule">The rule, checked.</param>
    /// <param name="onFailure">Told when the rule's function throws first; what it throws is counted.</param>
    public CompiledSignature(SignatureRule rule, Action<string, Exception>? onFailure)
    {
        Signature = new ErrorSignature
        {
            Name = rule.Name,
            Title = rule.Title ?? TitleText.Of(rule.Name),
            Category = rule.Category,
            Severity = rule.Severity,
            Recommendation = rule.Recommendation,
            Keywords = rule.Keywords.AsReadOnly(),
            StatusCodes = rule.StatusCodes.AsReadOnly(),
        };
        _keywords = new KeywordSearch(rule.Keywords);
        _statuses = [.. rule.StatusCodes];
        _matches = rule.Matches;
        _onFailure = onFailure;
    }

    public ErrorSignature Signature { get; }

    /// <summary>How often the rule's function threw.</summary>
    public long Failures => Interlocked.Read(ref _failures);

    /// <summary>What the error is known by; null when it is not.</summary>
    public string? ReasonFor(SignatureInput input, in SignatureTexts texts)
    {
        foreach (var status in _statuses)
        {
            if (texts.Statuses.Contains(status))
            {
                return $"status {status}";
            }
        }

        foreach (var message in texts.Messages)
        {
            if (_keywords.FindIn(message) is { } keyword)
            {
                return keyword;
            }
        }

        foreach (var type in texts.Types)
        {
            if (_keywords.FindInType(type) is { } keyword)
            {
                return keyword;
            }
        }

        return IsMatch(input) ? "function" : null;
    }

    private bool IsMatch(SignatureInput input)
    {
        if (_matches is null)
        {
            return false;
        }

        try
        {
            return _matches(input);
        }
        catch (Exception e)
        {
            // The host's own function: no match, and the host is told.
            ErrorManagementDiagnostics.CountSwallowedFailure(e);
            if (Interlocked.Increment(ref _failures) == 1)
            {
                Tell(e);
            }

            return false;
        }
    }

    private void Tell(Exception failure)
    {
        try
        {
            _onFailure?.Invoke(Signature.Name, failure);
        }
        catch (Exception e)
        {
            ErrorManagementDiagnostics.CountSwallowedFailure(e);
        }
    }
}
