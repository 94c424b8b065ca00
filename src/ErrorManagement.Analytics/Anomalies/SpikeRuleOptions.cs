namespace ErrorManagement.Analytics.Anomalies;

/// <summary>Settings of <see cref="SpikeRule"/>. Copied when a rule is built: later changes have no effect.</summary>
public sealed class SpikeRuleOptions
{
    /// <summary>A bucket with more errors than this many times the mean is a spike. Default 3. At least 1 and at most 1,000, both inclusive.</summary>
    public double Multiplier { get; set; } = 3;

    /// <summary>How far back a registry is read. Default 24 hours. At least two buckets, inclusive; at most 24 hours for buckets of less than an hour, else at most 35 days, both inclusive.</summary>
    public TimeSpan Window { get; set; } = SeriesRange.DefaultWindow;

    /// <summary>The length of a bucket. Default 5 minutes. Between 1 minute and 24 hours, both inclusive: whole minutes that divide an hour, or whole hours that divide a day.</summary>
    public TimeSpan Bucket { get; set; } = SeriesRange.DefaultBucket;

    internal SpikeRuleOptions Copy() => (SpikeRuleOptions)MemberwiseClone();
}
