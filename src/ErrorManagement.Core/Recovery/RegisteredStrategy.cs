namespace ErrorManagement.Recovery;

/// <summary>A strategy with what it said of itself when it was added: its own members are not asked again.</summary>
internal sealed record RegisteredStrategy(string Name, bool IsShared, IRecoveryStrategy Strategy)
{
    /// <summary>Asks a strategy; a chain is taken apart, so that each of its strategies is an attempt of its own.</summary>
    public static RegisteredStrategy[] Of(IRecoveryStrategy strategy)
    {
        if (strategy is RecoveryChain chain)
        {
            return [.. chain.Strategies.SelectMany(Of)];
        }

        var name = strategy.Name;
        ArgumentException.ThrowIfNullOrWhiteSpace(name, nameof(strategy));
        return [new RegisteredStrategy(name, strategy.IsShared, strategy)];
    }
}
