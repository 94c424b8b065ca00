namespace ErrorManagement.Analytics;

/// <summary>Settings of a <see cref="ReleaseComparison"/>.</summary>
/// <remarks>Read when it is made: later changes have no effect.</remarks>
public sealed class ReleaseComparisonOptions
{
    /// <summary>The default of <see cref="FalseDiscoveryRate"/>: 0.05.</summary>
    public const double DefaultFalseDiscoveryRate = 0.05;

    /// <summary>The default of <see cref="MinimumRatio"/>: 1.5.</summary>
    public const double DefaultMinimumRatio = 1.5;

    /// <summary>The highest <see cref="MinimumRatio"/>: one thousand.</summary>
    public const double MaxMinimumRatio = 1_000;

    /// <summary>The default of <see cref="Confidence"/>: 0.95.</summary>
    public const double DefaultConfidence = 0.95;

    /// <summary>Of the errors that are said to have changed, the share that may be expected to be false. Default 0.05; more than 0 and less than 1.</summary>
    public double FalseDiscoveryRate { get; set; } = DefaultFalseDiscoveryRate;

    /// <summary>How many times as often an error must come to be rising, and how many times as seldom to be falling, however sure the change is. Default 1.5; at least 1 and at most 1,000, both inclusive.</summary>
    public double MinimumRatio { get; set; } = DefaultMinimumRatio;

    /// <summary>How sure the interval of a ratio is to hold the true one. Default 0.95; more than 0 and less than 1.</summary>
    public double Confidence { get; set; } = DefaultConfidence;

    /// <summary>The baseline's exposure as the host knows it. Default null: how long the registry observed it. Both exposures of one unit, at least 0.</summary>
    public ReleaseExposure? BaselineExposure { get; set; }

    /// <summary>The candidate's exposure as the host knows it. Default null: how long the registry observed it. Both exposures of one unit, at least 0.</summary>
    public ReleaseExposure? CandidateExposure { get; set; }
}
