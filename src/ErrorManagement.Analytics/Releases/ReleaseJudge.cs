namespace ErrorManagement.Analytics.Releases;

/// <summary>Tests the errors of two releases, all together.</summary>
internal sealed class ReleaseJudge(ReleaseObservation baseline, ReleaseObservation candidate, ReleaseComparisonOptions options)
{
    private readonly double _share = candidate.Exposure.Amount / (baseline.Exposure.Amount + candidate.Exposure.Amount);
    private readonly TimeSpan _baselineTime = TimeOf(baseline);
    private readonly TimeSpan _candidateTime = TimeOf(candidate);

    private bool CanCompare => baseline.Exposure.Amount > 0 && candidate.Exposure.Amount > 0 && _share is > 0 and < 1;

    /// <summary>What became of each, those first of which most occurrences were not to be expected.</summary>
    public IEnumerable<ReleaseChange> Judge(IReadOnlyList<ReleasePair> pairs)
    {
        var found = pairs.Select(Test).ToArray();
        var tested = Enumerable.Range(0, found.Length).Where(i => found[i].PValue is not null).ToArray();
        var q = FalseDiscovery.QValues([.. tested.Select(i => found[i].PValue!.Value)]);
        for (var i = 0; i < tested.Length; i++)
        {
            var change = found[tested[i]];
            var isSignificant = q[i] <= options.FalseDiscoveryRate;
            found[tested[i]] = change with { QValue = q[i], IsSignificant = isSignificant, Kind = KindOf(change, isSignificant) };
        }

        return found.OrderByDescending(static change => Math.Abs(change.CandidateCount - (change.ExpectedCount ?? 0)))
            .ThenBy(static change => change.Error.ErrorType, StringComparer.Ordinal)
            .ThenBy(static change => change.Error.Component, StringComparer.Ordinal)
            .ThenBy(static change => change.Error.Fingerprint.ToString(), StringComparer.Ordinal);
    }

    private static TimeSpan TimeOf(ReleaseObservation observation) =>
        observation.Observed ?? (observation.Exposure.Unit == ReleaseExposureUnit.Time ? TimeSpan.FromMinutes(observation.Exposure.Amount) : TimeSpan.Zero);

    private ReleaseChange Test(ReleasePair pair)
    {
        var change = new ReleaseChange(pair.BaselineCount == 0 ? ReleaseChangeKind.New : ReleaseChangeKind.TooFewData, pair.Error, pair.BaselineCount, pair.CandidateCount)
        {
            BaselineRate = Rate(pair.BaselineCount, baseline.Exposure),
            CandidateRate = Rate(pair.CandidateCount, candidate.Exposure),
        };
        if (!CanCompare)
        {
            return change;
        }

        var dispersion = Dispersion.Of(
            new DispersionSample(pair.BaselineCount, pair.Baseline?.Crowding, _baselineTime),
            new DispersionSample(pair.CandidateCount, pair.Candidate?.Crowding, _candidateTime));
        var (before, after) = (pair.BaselineCount / dispersion, pair.CandidateCount / dispersion);
        var (low, high) = RateTest.RatioInterval(before, after, _share, options.Confidence);
        return change with
        {
            ExpectedCount = pair.BaselineCount * candidate.Exposure.Amount / baseline.Exposure.Amount,
            RateRatio = pair.BaselineCount == 0 ? double.PositiveInfinity : change.CandidateRate / change.BaselineRate,
            RatioAtLeast = low,
            RatioAtMost = high,
            Dispersion = dispersion,
            PValue = RateTest.LowestPValue(before + after, _share) <= options.FalseDiscoveryRate ? RateTest.PValue(before, after, _share) : null,
        };
    }

    private ReleaseChangeKind KindOf(ReleaseChange change, bool isSignificant) =>
        change.BaselineCount == 0 ? ReleaseChangeKind.New
        : change.CandidateCount == 0 ? isSignificant ? ReleaseChangeKind.Gone : ReleaseChangeKind.TooFewData
        : isSignificant && change.RateRatio >= options.MinimumRatio && change.RateRatio > 1 ? ReleaseChangeKind.Rising
        : isSignificant && change.RateRatio <= 1 / options.MinimumRatio && change.RateRatio < 1 ? ReleaseChangeKind.Falling
        : ReleaseChangeKind.Unchanged;

    private static double? Rate(long count, ReleaseExposure exposure) => exposure.Amount > 0 ? count / exposure.Amount : null;
}
