using System.Collections;

namespace ErrorManagement.Analytics.Registry;

/// <summary>
/// Records of one state, made into snapshots one at a time while they are gone through, each under the gate for itself: recording and questions go on
/// between. One that went meanwhile is left out; one that became part of another is shown as that, once.
/// </summary>
/// <param name="state">The state that held them when they were chosen, cleared since or not.</param>
/// <param name="records">The records.</param>
internal sealed class RecordSnapshots(RegistryState state, IReadOnlyList<TrackedError> records) : IEnumerable<ErrorRecord>
{
    public IEnumerator<ErrorRecord> GetEnumerator()
    {
        var seen = new HashSet<TrackedError>(records.Count);
        foreach (var record in records)
        {
            if (Read(record, seen) is { } snapshot)
            {
                yield return snapshot;
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private ErrorRecord? Read(TrackedError record, HashSet<TrackedError> seen)
    {
        lock (state.Gate)
        {
            return record.Living is { Description: not null } living && seen.Add(living) ? living.Snapshot(state.OwnRelease) : null;
        }
    }
}
