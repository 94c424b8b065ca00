using System.Runtime.CompilerServices;
using ErrorManagement.Classification;

namespace ErrorManagement.Recovery;

/// <summary>Makes strategies of lambdas.</summary>
public static class RecoveryStrategy
{
    /// <summary>Makes a strategy.</summary>
    /// <param name="name">The name under which layers list it. Few different values, no private data.</param>
    /// <param name="execute">Does it.</param>
    /// <param name="isApplicable">Says, of the error, its layer and its verdict, whether it can help; null for always.</param>
    /// <param name="isShared">Whether at one target it runs once at a time, and failures that come meanwhile join it.</param>
    /// <returns>The strategy.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is blank.</exception>
    [OverloadResolutionPriority(1)]
    public static IRecoveryStrategy From(
        string name,
        Func<RecoveryContext, CancellationToken, ValueTask<RecoveryOutcome>> execute,
        Func<Exception, string, ErrorClassification, bool>? isApplicable = null,
        bool isShared = true)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(execute);
        return new DelegateRecoveryStrategy(name, execute, isApplicable, isShared);
    }

    /// <summary>Makes a strategy; see the other form.</summary>
    /// <param name="name">The name under which layers list it.</param>
    /// <param name="execute">Does it.</param>
    /// <param name="isApplicable">Says whether it can help; null for always.</param>
    /// <param name="isShared">Whether failures join it.</param>
    /// <returns>The strategy.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is blank.</exception>
    public static IRecoveryStrategy From(
        string name,
        Func<RecoveryContext, CancellationToken, Task<RecoveryOutcome>> execute,
        Func<Exception, string, ErrorClassification, bool>? isApplicable = null,
        bool isShared = true)
    {
        ArgumentNullException.ThrowIfNull(execute);
        return From(name, (context, token) => new ValueTask<RecoveryOutcome>(execute(context, token)), isApplicable, isShared);
    }
}
