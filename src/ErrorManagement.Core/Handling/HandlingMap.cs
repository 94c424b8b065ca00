using ErrorManagement.Recovery;

namespace ErrorManagement.Handling;

/// <summary>Category → rule. Immutable, so that a call reads strategy and action of one moment.</summary>
internal sealed class HandlingMap
{
    private static readonly HandlingRule[] Defaults = MakeDefaults();

    private readonly HandlingRule[] _rules;

    private HandlingMap(HandlingRule[] rules)
    {
        _rules = rules;
        UsesCircuitBreaker = Array.Exists(rules, r => r.Strategy == HandlingStrategy.CircuitBreaker);
    }

    public static HandlingMap Default { get; } = new(Defaults);

    /// <summary>Whether any category has the strategy that calls must be made through a breaker for.</summary>
    public bool UsesCircuitBreaker { get; }

    /// <summary>The rule of a category; a value that is none of the enumeration's counts as unknown.</summary>
    public HandlingRule this[ErrorCategory category] => _rules[(uint)category < (uint)_rules.Length ? (int)category : (int)ErrorCategory.Unknown];

    public HandlingMap With(IEnumerable<KeyValuePair<ErrorCategory, HandlingRule>> changes)
    {
        var rules = (HandlingRule[])_rules.Clone();
        foreach (var (category, rule) in changes)
        {
            rules[(int)category] = rule;
        }

        return new HandlingMap(rules);
    }

    public IReadOnlyDictionary<ErrorCategory, HandlingRule> ToDictionary() => Enum.GetValues<ErrorCategory>().ToDictionary(category => category, category => this[category]);

    private static HandlingRule[] MakeDefaults()
    {
        var rules = new HandlingRule[Enum.GetValues<ErrorCategory>().Length];
        rules[(int)ErrorCategory.Unknown] = new(HandlingStrategy.FallbackToCache, RecoveryAction.None);
        rules[(int)ErrorCategory.Transient] = new(HandlingStrategy.RetryWithBackoff, RecoveryAction.None);
        rules[(int)ErrorCategory.RateLimit] = new(HandlingStrategy.RetryWithBackoff, RecoveryAction.ReduceLoad);
        rules[(int)ErrorCategory.Authentication] = new(HandlingStrategy.ImmediateFail, RecoveryAction.AlertAdmin);
        rules[(int)ErrorCategory.DataValidation] = new(HandlingStrategy.FallbackToDefault, RecoveryAction.ClearCache);
        rules[(int)ErrorCategory.Permanent] = new(HandlingStrategy.ImmediateFail, RecoveryAction.AlertAdmin);
        return rules;
    }
}
