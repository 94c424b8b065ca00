using ErrorManagement.Classification;

namespace ErrorManagement.Recovery;

/// <summary>One way to recover from a failure.</summary>
/// <remarks>Called from many threads at once. What its members throw is a failed attempt and goes no further.</remarks>
public interface IRecoveryStrategy
{
    /// <summary>The name under which layers list it, such as <c>retry</c>. Not blank. Few different values, no private data. Read once, when it is added.</summary>
    string Name { get; }

    /// <summary>
    /// Whether it repairs something that many calls use, so that at one target it runs once at a time and failures that come meanwhile join it.
    /// True by default; false for one that serves each failed call for itself, as a retry does. Read once, when it is added.
    /// </summary>
    bool IsShared => true;

    /// <summary>Whether it can help with a failure at all. Quick, and without effects.</summary>
    /// <param name="error">What failed.</param>
    /// <param name="layer">The layer it failed in; <c>unknown</c> when that is not known.</param>
    /// <param name="verdict">What the failure means.</param>
    /// <returns>Whether it can. If not, it is not attempted.</returns>
    bool IsApplicable(Exception error, string layer, ErrorClassification verdict);

    /// <summary>Does it. Called on a pool thread.</summary>
    /// <param name="context">The failure.</param>
    /// <param name="cancellationToken">Cancelled when its time is over; for one that is not shared also when the caller gives up.</param>
    /// <returns>What became of it. <see cref="RecoveryOutcome.NotAttempted"/> uses up no limit.</returns>
    ValueTask<RecoveryOutcome> ExecuteAsync(RecoveryContext context, CancellationToken cancellationToken);
}
