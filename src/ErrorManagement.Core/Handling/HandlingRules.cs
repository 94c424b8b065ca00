using ErrorManagement.Recovery;

namespace ErrorManagement.Handling;

/// <summary>The two maps of a handler, category → strategy and category → recovery action, which may be changed while calls run.</summary>
/// <remarks>Safe on any thread. Every change is one step: a call sees all of it or nothing, and a failure that has been judged keeps the rule it was given.</remarks>
public sealed class HandlingRules
{
    private HandlingMap _current;

    internal HandlingRules(HandlingMap initial) => _current = initial;

    internal HandlingMap Current => Volatile.Read(ref _current);

    /// <summary>The rule of a category.</summary>
    /// <param name="category">The category.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is none of the enumeration's.</exception>
    public HandlingRule this[ErrorCategory category]
    {
        get
        {
            Require(category, nameof(category));
            return Current[category];
        }
    }

    /// <summary>Takes a snapshot of all rules.</summary>
    /// <returns>One rule for each category.</returns>
    public IReadOnlyDictionary<ErrorCategory, HandlingRule> ToDictionary() => Current.ToDictionary();

    /// <summary>Changes the strategy of a category; its action stays.</summary>
    /// <param name="category">The category.</param>
    /// <param name="strategy">The strategy.</param>
    /// <exception cref="ArgumentOutOfRangeException">One of them is none of its enumeration's. Nothing was changed.</exception>
    public void SetStrategy(ErrorCategory category, HandlingStrategy strategy)
    {
        Require(category, nameof(category));
        Require(strategy, nameof(strategy));
        Change(map => [new(category, map[category] with { Strategy = strategy })]);
    }

    /// <summary>Changes the recovery action of a category; its strategy stays.</summary>
    /// <param name="category">The category.</param>
    /// <param name="action">The action.</param>
    /// <exception cref="ArgumentOutOfRangeException">One of them is none of its enumeration's. Nothing was changed.</exception>
    public void SetAction(ErrorCategory category, RecoveryAction action)
    {
        Require(category, nameof(category));
        Require(action, nameof(action));
        Change(map => [new(category, map[category] with { Action = action })]);
    }

    /// <summary>Changes strategy and action of a category.</summary>
    /// <param name="category">The category.</param>
    /// <param name="strategy">The strategy.</param>
    /// <param name="action">The action.</param>
    /// <exception cref="ArgumentOutOfRangeException">One of them is none of its enumeration's. Nothing was changed.</exception>
    public void Set(ErrorCategory category, HandlingStrategy strategy, RecoveryAction action) =>
        Set([new(category, new HandlingRule(strategy, action))]);

    /// <summary>Changes the rules of several categories in one step; the others stay.</summary>
    /// <param name="rules">The rules; of two for one category the later one wins.</param>
    /// <exception cref="ArgumentOutOfRangeException">A category, strategy or action is none of its enumeration's. Nothing was changed.</exception>
    public void Set(IEnumerable<KeyValuePair<ErrorCategory, HandlingRule>> rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        var changes = rules.ToArray(); // the host's own sequence is read once, and before anything is changed
        foreach (var (category, rule) in changes)
        {
            Require(category, nameof(rules));
            Require(rule.Strategy, nameof(rules));
            Require(rule.Action, nameof(rules));
        }

        Change(_ => changes);
    }

    private static void Require<TEnum>(TEnum value, string parameter)
        where TEnum : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            throw new ArgumentOutOfRangeException(parameter, value, $"There is no such {typeof(TEnum).Name}.");
        }
    }

    private void Change(Func<HandlingMap, KeyValuePair<ErrorCategory, HandlingRule>[]> changes)
    {
        while (true)
        {
            var before = Current;
            if (Interlocked.CompareExchange(ref _current, before.With(changes(before)), before) == before)
            {
                return;
            }
        }
    }
}
