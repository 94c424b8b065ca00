using System.Collections.Concurrent;
using ErrorManagement.Diagnostics;

namespace ErrorManagement.Recovery;

/// <summary>What stands behind the names that layers list: strategies, other names for them, and the actions of the host. Safe on any thread.</summary>
internal sealed class RecoveryStrategyTable
{
    private readonly ConcurrentDictionary<string, RegisteredStrategy[]> _strategies = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _aliases = new(StringComparer.Ordinal)
    {
        ["retry_request"] = RetryRecoveryStrategy.StrategyName,
        ["fallback_response"] = FallbackRecoveryStrategy.StrategyName,
        ["fallback_service"] = FallbackRecoveryStrategy.StrategyName,
        ["fallback_algorithm"] = FallbackRecoveryStrategy.StrategyName,
    };

    private readonly Dictionary<string, RegisteredStrategy[]> _actions;

    public RecoveryStrategyTable(RecoveryActions actions) =>
        _actions = SnakeNames<RecoveryAction>.Values.Where(action => action != RecoveryAction.None)
            .ToDictionary(SnakeNames<RecoveryAction>.Of, action => RegisteredStrategy.Of(new ActionRecoveryStrategy(action, actions)), StringComparer.Ordinal);

    public void Add(IRecoveryStrategy strategy)
    {
        ArgumentNullException.ThrowIfNull(strategy);
        var name = strategy.Name;
        ArgumentException.ThrowIfNullOrWhiteSpace(name, nameof(strategy));
        _strategies[name] = RegisteredStrategy.Of(strategy);
    }

    public bool Remove(string name) => _strategies.TryRemove(name, out _);

    public void AddAlias(string alias, string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(alias);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        _aliases[alias] = name;
    }

    /// <summary>A strategy of that name first, then another name for one, then an action; empty when there is none. One step of other names, so that none leads back to itself.</summary>
    public IReadOnlyList<RegisteredStrategy> Find(string name)
    {
        if (_strategies.TryGetValue(name, out var found))
        {
            return found;
        }

        var meant = _aliases.GetValueOrDefault(name, name);
        return _strategies.TryGetValue(meant, out found) || _actions.TryGetValue(meant, out found) ? found : [];
    }
}
