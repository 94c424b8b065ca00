namespace ErrorManagement.Analytics.Anomalies;

/// <summary>Settings of <see cref="DeviationRule"/>. Copied when a rule is built: later changes have no effect.</summary>
public sealed class DeviationRuleOptions
{
    /// <summary>A bucket with more errors than the mean and this many standard deviations is an anomaly. Default 2. At least 0.1 and at most 100, both inclusive.</summary>
    public double Deviations { get; set; } = 2;

    /// <summary>How far back a registry is read. Default 24 hours. At least two buckets, inclusive; at most 24 hours for buckets of less than an hour, else at most 35 days, both inclusive.</summary>
    public TimeSpan Window { get; set; } = SeriesRange.DefaultWindow;

    /// <summary>The length of a bucket. Default 5 minutes. Between 1 minute and 24 hours, both inclusive: whole minutes that divide an hour, or whole hours that divide a day.</summary>
    public TimeSpan Bucket { get; set; } = SeriesRange.DefaultBucket;

    internal DeviationRuleOptions Copy() => (DeviationRuleOptions)MemberwiseClone();
}
