using ErrorManagement.Analytics.Grouping;

namespace ErrorManagement.Analytics.Releases;

/// <summary>One error in both releases.</summary>
/// <param name="Baseline">In the baseline; null when it is not there.</param>
/// <param name="Candidate">In the candidate; null when it is not there.</param>
internal sealed record ReleasePair(ReleaseErrorCount? Baseline, ReleaseErrorCount? Candidate)
{
    public ReleaseErrorCount Error => Candidate ?? Baseline!;

    public long BaselineCount => Baseline?.Count ?? 0;

    public long CandidateCount => Candidate?.Count ?? 0;

    /// <summary>The errors of both, those that neither brought left out.</summary>
    public static IReadOnlyList<ReleasePair> Of(ReleaseObservation baseline, ReleaseObservation candidate)
    {
        var before = ByFingerprint(baseline);
        var after = ByFingerprint(candidate);
        return [.. before.Keys.Union(after.Keys).Select(one => new ReleasePair(before.GetValueOrDefault(one), after.GetValueOrDefault(one)))];
    }

    private static Dictionary<ErrorFingerprint, ReleaseErrorCount> ByFingerprint(ReleaseObservation observation)
    {
        var errors = new Dictionary<ErrorFingerprint, ReleaseErrorCount>();
        foreach (var error in observation.Errors)
        {
            if (error.Count < 0)
            {
                throw new ArgumentException($"The count of an error must be at least 0; that of {error.Fingerprint} in {observation.Release} is {error.Count}.", nameof(observation));
            }

            if (error.Count > 0)
            {
                errors[error.Fingerprint] = errors.TryGetValue(error.Fingerprint, out var same) ? Sum(same, error) : error;
            }
        }

        return errors;
    }

    private static ReleaseErrorCount Sum(ReleaseErrorCount a, ReleaseErrorCount b)
    {
        var count = checked(a.Count + b.Count);
        return a with
        {
            Count = count,
            Crowding = a.Crowding is { } one && b.Crowding is { } other ? new MeanCrowding(Mean(one.Minute, other.Minute), Mean(one.TenMinutes, other.TenMinutes), Mean(one.Hour, other.Hour)) : a.Crowding ?? b.Crowding,
        };

        double Mean(double x, double y) => ((x * a.Count) + (y * b.Count)) / count;
    }
}
