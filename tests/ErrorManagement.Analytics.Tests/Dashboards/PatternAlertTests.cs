namespace ErrorManagement.Analytics.Tests.Dashboards;

public sealed class PatternAlertTests
{
    [Theory] // S0.100
    [InlineData(long.MinValue, ErrorSeverity.Warning)]
    [InlineData(19, ErrorSeverity.Warning)]
    [InlineData(20, ErrorSeverity.Error)]
    [InlineData(49, ErrorSeverity.Error)]
    [InlineData(50, ErrorSeverity.Critical)]
    [InlineData(long.MaxValue, ErrorSeverity.Critical)]
    public void It_is_as_bad_as_its_count(long count, ErrorSeverity severity) => PatternAlert.SeverityOf(count).Should().Be(severity);

    [Theory]
    [InlineData(PatternKind.HighFrequency, "System.TimeoutException", 1_234, "System.TimeoutException happened up to 1,234 times within 1 minute.")]
    [InlineData(PatternKind.ComponentFlood, "payments", 6, "payments had up to 6 errors within 1 minute.")]
    [InlineData(PatternKind.Recurring, "System.TimeoutException", 3, "System.TimeoutException comes back: 3 times among the last ten errors.")]
    [InlineData(PatternKind.LayerCascade, "infrastructure→api", 1, "Errors climbed through the layers, infrastructure→api: 1 error.")]
    [InlineData(PatternKind.Burst, "all", 5, "Errors came together: up to 5 errors within 1 minute.")]
    [InlineData(PatternKind.Degradation, "all", 9, "Errors became more: up to 9 errors within 1 minute, against fewer in the time before.")]
    [InlineData((PatternKind)77, "x", 1, "x: up to 1 error within 1 minute.")]
    public void It_says_what_happened(PatternKind kind, string subject, long count, string description) =>
        PatternAlert.Of(new DetectedPattern { Kind = kind, Subject = subject, Count = count, Window = TimeSpan.FromMinutes(1), DetectedAt = default, LastSeen = default })
            .Description.Should().Be(description);

    [Fact]
    public void Windows_are_told_in_minutes() =>
        PatternAlert.Of(new DetectedPattern { Kind = PatternKind.Burst, Subject = "all", Count = 5, Window = TimeSpan.FromSeconds(90), DetectedAt = default, LastSeen = default })
            .Description.Should().Be("Errors came together: up to 5 errors within 1.5 minutes.");
}
