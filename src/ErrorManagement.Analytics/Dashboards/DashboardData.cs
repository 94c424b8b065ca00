namespace ErrorManagement.Analytics.Dashboards;

/// <summary>A whole dashboard on the wire.</summary>
internal sealed record DashboardData
{
    public required DateTimeOffset GeneratedAt { get; init; }

    public required double TimeRangeHours { get; init; }

    public required SummaryData Summary { get; init; }

    public required AllCharts Charts { get; init; }

    /// <summary>The seven charts.</summary>
    internal sealed record AllCharts
    {
        public required TimelineData Timeline { get; init; }

        public required TopErrorsData TopErrors { get; init; }

        public required DistributionData ComponentDistribution { get; init; }

        public required DistributionData SeverityBreakdown { get; init; }

        public required ErrorRateData ErrorRateTrend { get; init; }

        public required PatternAlertsData PatternAlerts { get; init; }

        public required CircuitBreakersData CircuitBreakers { get; init; }
    }
}
