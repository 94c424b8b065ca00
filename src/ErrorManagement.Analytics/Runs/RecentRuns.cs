namespace ErrorManagement.Analytics.Runs;

/// <summary>The latest runs, held back so that a later entry of one takes the place of the earlier. Bounded in number and in text; decides, and counts nothing.</summary>
/// <param name="capacity">How many are held; at least 0.</param>
internal sealed class RecentRuns(int capacity)
{
    private const long MostCharacters = 16 * 1024 * 1024;

    private readonly LinkedList<WorkRun> _order = [];
    private readonly Dictionary<string, LinkedListNode<WorkRun>> _byId = new(StringComparer.Ordinal);
    private long _characters;

    /// <summary>Takes a run in. It comes where the earlier entry stood, if there is one.</summary>
    /// <returns>Whether it took the place of an earlier entry.</returns>
    public bool Add(WorkRun run)
    {
        _characters += Length(run);
        if (IdOf(run) is { } id)
        {
            if (_byId.TryGetValue(id, out var earlier))
            {
                _characters -= Length(earlier.Value);
                earlier.Value = run;
                return true;
            }

            _byId.Add(id, _order.AddLast(run));
        }
        else
        {
            _order.AddLast(run);
        }

        return false;
    }

    /// <summary>Gives the first of those that are too many, which is done with.</summary>
    public WorkRun? TakeSurplus() => _order.Count > capacity || _characters > MostCharacters ? Take() : null;

    /// <summary>Gives the first one; null when there is none.</summary>
    public WorkRun? Take()
    {
        if (_order.First is not { Value: var run })
        {
            return null;
        }

        _order.RemoveFirst();
        _characters -= Length(run);
        if (IdOf(run) is { } id)
        {
            _byId.Remove(id);
        }

        return run;
    }

    private static string? IdOf(WorkRun run) => string.IsNullOrWhiteSpace(run.Id) ? null : run.Id;

    private static long Length(WorkRun run) => (run.Id?.Length ?? 0L) + (run.Status?.Length ?? 0) + (run.FailureReason?.Length ?? 0) + (run.PhaseErrors?.Length ?? 0) + (run.CurrentPhase?.Length ?? 0);
}
