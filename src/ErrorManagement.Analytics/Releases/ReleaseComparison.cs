using ErrorManagement.Analytics.Releases;

namespace ErrorManagement.Analytics;

/// <summary>What changed from one release of the program to another: which errors are new, gone, more or less frequent, beyond chance. An immutable result.</summary>
/// <remarks>
/// <para>Each error is tested by itself: given how often it came in both releases, how often in the candidate is binomial where its rate is the same (J. Przyborowski and
/// H. Wilenski, 1940; exact, with mid-p). Where it comes in bursts, its counts are divided by their dispersion first, so that a burst counts as about one event. Errors that
/// came so seldom that no split of their occurrences between the releases would prove anything are left out; of all others, those are said to have changed among which at most
/// <see cref="ReleaseComparisonOptions.FalseDiscoveryRate"/> are expected to be false (Y. Benjamini and Y. Hochberg, 1995).</para>
/// <para>The lists are ordered by by how many occurrences the error differs from what was to be expected, the most first.</para>
/// </remarks>
public sealed record ReleaseComparison
{
    private ReleaseComparison(ReleaseObservation baseline, ReleaseObservation candidate, ILookup<ReleaseChangeKind, ReleaseChange> changes)
    {
        (Baseline, Candidate) = (baseline, candidate);
        New = [.. changes[ReleaseChangeKind.New]];
        Gone = [.. changes[ReleaseChangeKind.Gone]];
        Rising = [.. changes[ReleaseChangeKind.Rising]];
        Falling = [.. changes[ReleaseChangeKind.Falling]];
        Unchanged = [.. changes[ReleaseChangeKind.Unchanged]];
        TooFewData = [.. changes[ReleaseChangeKind.TooFewData]];
    }

    /// <summary>The release that is compared with, as it was observed.</summary>
    public ReleaseObservation Baseline { get; }

    /// <summary>The release that is judged, as it was observed.</summary>
    public ReleaseObservation Candidate { get; }

    /// <summary>Errors that the candidate brought and the baseline never did, all of them; <see cref="ReleaseChange.IsSignificant"/> of those that the baseline can hardly have missed by chance.</summary>
    public IReadOnlyList<ReleaseChange> New { get; }

    /// <summary>Errors of the baseline that would have shown in the candidate by now, and did not.</summary>
    public IReadOnlyList<ReleaseChange> Gone { get; }

    /// <summary>Errors of both that come more often in the candidate.</summary>
    public IReadOnlyList<ReleaseChange> Rising { get; }

    /// <summary>Errors of both that come less often in the candidate.</summary>
    public IReadOnlyList<ReleaseChange> Falling { get; }

    /// <summary>Errors of which no change is shown, or one too small to matter.</summary>
    public IReadOnlyList<ReleaseChange> Unchanged { get; }

    /// <summary>Errors of which nobody can tell yet.</summary>
    public IReadOnlyList<ReleaseChange> TooFewData { get; }

    /// <summary>Compares two releases. Pure.</summary>
    /// <param name="baseline">The release to compare with.</param>
    /// <param name="candidate">The release to judge.</param>
    /// <param name="options">The settings; null for the defaults. Its exposures take the place of those of the observations.</param>
    /// <returns>The comparison. Where either was not exposed at all, nothing but what is new can be told.</returns>
    /// <exception cref="ArgumentException">A setting is out of its bounds, a count is less than 0, or one exposure is a time and the other is not.</exception>
    /// <exception cref="ArgumentNullException">An observation is null.</exception>
    public static ReleaseComparison Of(ReleaseObservation baseline, ReleaseObservation candidate, ReleaseComparisonOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        ArgumentNullException.ThrowIfNull(candidate);
        options ??= new ReleaseComparisonOptions();
        ReleaseComparisonOptionsValidator.ThrowIfInvalid(options);
        baseline = WithExposure(baseline, options.BaselineExposure);
        candidate = WithExposure(candidate, options.CandidateExposure);
        if (baseline.Exposure.Unit != candidate.Exposure.Unit)
        {
            throw new ArgumentException($"The exposures must be of one unit: that of {baseline.Release} is in {baseline.Exposure.Unit}, that of {candidate.Release} in {candidate.Exposure.Unit}.", nameof(candidate));
        }

        var pairs = ReleasePair.Of(baseline, candidate);
        var judge = new ReleaseJudge(baseline, candidate, options);
        return new ReleaseComparison(baseline, candidate, judge.Judge(pairs).ToLookup(static change => change.Kind));
    }

    /// <summary>Compares two releases that a registry knows.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="baseline">The release to compare with; null for the one before the candidate.</param>
    /// <param name="candidate">The release to judge; null for the newest one. Versions are ordered by Semantic Versioning 2.0.0, other names by when they were seen first.</param>
    /// <param name="options">The settings; null for the defaults.</param>
    /// <returns>The comparison; null where a release was left to the registry and it knows none for it, such as of a program that has seen one release only.</returns>
    /// <exception cref="ArgumentException">A release that was named is not known, the message names those that are; both are the same one; or as of the pure form.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="registry"/> is null.</exception>
    public static ReleaseComparison? Of(IErrorRegistry registry, string? baseline = null, string? candidate = null, ReleaseComparisonOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(registry);
        if (options is not null)
        {
            ReleaseComparisonOptionsValidator.ThrowIfInvalid(options); // Also where there is nothing to compare yet.
        }

        if (baseline is not null && baseline == candidate)
        {
            throw new ArgumentException($"A release is compared with another one; both are '{baseline}'.", nameof(candidate));
        }

        var known = registry.GetReleases();
        var judged = ReleaseChoice.Candidate(known, candidate, baseline);
        var compared = judged is null ? null : ReleaseChoice.Baseline(known, baseline, judged);
        if (judged is null || compared is null)
        {
            return null;
        }

        var records = registry.GetErrors();
        return Of(Observed(compared, records), Observed(judged, records), options);
    }

    private static ReleaseObservation WithExposure(ReleaseObservation observation, ReleaseExposure? exposure) => exposure is not { } given
        ? observation
        : observation with { Exposure = given, Observed = observation.Observed ?? (observation.Exposure.Unit == ReleaseExposureUnit.Time ? TimeSpan.FromMinutes(observation.Exposure.Amount) : null) };

    private static ReleaseObservation Observed(ReleaseSummary release, IReadOnlyList<ErrorRecord> records)
    {
        var errors = new List<ReleaseErrorCount>();
        foreach (var record in records)
        {
            foreach (var one in record.CountsByRelease)
            {
                if (string.Equals(one.Release, release.Release, StringComparison.Ordinal))
                {
                    errors.Add(new ReleaseErrorCount(record.Fingerprint, one.Count)
                    {
                        Id = record.Id,
                        ErrorType = record.ErrorType,
                        Component = record.Component,
                        Template = record.Template,
                        Crowding = one.Crowding,
                    });
                }
            }
        }

        return new ReleaseObservation(release.Release, ReleaseExposure.OfTime(release.Observed), errors) { Observed = release.Observed, LostCount = release.LostCount };
    }
}
