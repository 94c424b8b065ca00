namespace ErrorManagement.Analytics.Anomalies;

/// <summary>Settings of an <see cref="AnomalyDetector"/>. There is one, since all that could be tuned is measured by the detector on the series itself.</summary>
public sealed class AnomalyDetectorOptions
{
    /// <summary>
    /// The score from which on an observation is an anomaly; the detector keeps its score below it for a while afterwards. Default 0.5; greater than 0 and less than 1. A lower one finds more and is wrong
    /// more often: by chance, 0.45 comes about once in 700 values, 0.5 once in 3,000, 0.55 once in 19,000.
    /// </summary>
    public double AlarmThreshold { get; set; } = 0.5;

    internal AnomalyDetectorOptions Copy() => (AnomalyDetectorOptions)MemberwiseClone();
}
