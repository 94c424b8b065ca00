using ErrorManagement.Analytics.Anomalies;

namespace ErrorManagement.Analytics.Tests.Anomalies;

public sealed class AnomalyDetectorOptionsTests
{
    [Fact]
    public void The_defaults_are_valid_and_frozen() // A3
    {
        var options = new AnomalyDetectorOptions();

        AnomalyDetectorOptionsValidator.Mistakes(options).Should().BeEmpty();
        options.AlarmThreshold.Should().Be(0.5);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_threshold_out_of_its_bounds_is_refused(double threshold)
    {
        var build = () => new AnomalyDetector(new AnomalyDetectorOptions { AlarmThreshold = threshold });

        build.Should().Throw<ArgumentException>().WithMessage("AlarmThreshold must be greater than 0 and less than 1; it is *");
    }

    [Fact]
    public void Options_are_copied()
    {
        var options = new AnomalyDetectorOptions();
        var detector = new AnomalyDetector(options);
        options.AlarmThreshold = 0.01;
        var random = new Random(3);

        var scores = Enumerable.Range(0, 2_000).Select(i => detector.Observe(SeededSeries.Start.AddMinutes(5 * i), SeededSeries.Noise(random))).ToList();

        scores.Count(score => score >= 0.5).Should().Be(SeededSeries.Alarms(3, 2_000, (_, r) => SeededSeries.Noise(r)).Count);
    }
}
