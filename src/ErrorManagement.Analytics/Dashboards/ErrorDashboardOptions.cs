namespace ErrorManagement.Analytics;

/// <summary>Settings of a dashboard: what is shown where a call does not say. Copied when it is built or updated.</summary>
/// <remarks>Not safe for changes from several threads.</remarks>
public sealed class ErrorDashboardOptions
{
    /// <summary>How far back charts look. Default 24 hours. At least 1 minute and at most 35 days, both inclusive. What is longer than 24 hours is shown by hours.</summary>
    public TimeSpan Range { get; set; } = TimeSpan.FromHours(24);

    /// <summary>The length of a bucket of the timeline. Default 1 hour. Whole minutes up to an hour that divide it, or whole hours up to a day that divide it; what is less than an hour is an hour where the range is longer than 24 hours.</summary>
    public TimeSpan TimelineBucket { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The length of a bucket of the error-rate trend. Default 5 minutes. At least one minute and at most one day, inclusive, as for <see cref="TimelineBucket"/>.</summary>
    public TimeSpan RateBucket { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How many types the top errors are at most. Default 10. At least 0 and at most 1,000, both inclusive.</summary>
    public int TopErrors { get; set; } = 10;

    /// <summary>How many components the distribution tells apart at most; of more, those with the fewest errors are shown together as <c>(other)</c>. Default 256. At least 1 and at most 10,000, both inclusive.</summary>
    public int Components { get; set; } = 256;

    /// <summary>How many circuit breakers are shown at most, those that are not closed first. Default 100. At least 0 and at most 10,000, both inclusive.</summary>
    public int Breakers { get; set; } = 100;

    internal ErrorDashboardOptions Copy() => (ErrorDashboardOptions)MemberwiseClone();
}
