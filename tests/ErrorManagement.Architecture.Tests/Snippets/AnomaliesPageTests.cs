using ErrorManagement.Analytics.Anomalies;

namespace ErrorManagement.Architecture.Tests.Snippets;

/// <summary>The code of docs/anomalies.md, and the figures beside it.</summary>
public sealed class AnomaliesPageTests
{
    [Fact]
    public void Hours_with_errors()
    {
        var monday = new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
        var hours = Enumerable.Range(0, 720).Select(hour => (At: monday.AddHours(hour), Errors: Errors(hour))).ToList();
        var told = new List<string>();

        #region hours
        var options = new AnomalyDetectorOptions();
        var detector = new AnomalyDetector(options); // one for each series
        foreach (var (at, errors) in hours)
        {
            var score = detector.Observe(at, errors);
            if (score >= options.AlarmThreshold)
            {
                told.Add($"{at:ddd HH:mm}: {errors} errors, score {score:F2}");
            }
        }
        #endregion

        told.Should().Equal("Sun 20:00: 60 errors, score 0.94", "Mon 21:00: 60 errors, score 0.52", "Wed 08:00: 200 errors, score 0.89");
    }

    /// <summary>3 to 7 an hour, 6 more in working hours; an outage of four hours, another of one hour on the next day, a worse one a day and a half later.</summary>
    private static int Errors(int hour) => hour switch
    {
        500 or 525 => 60,
        501 or 502 or 503 => 55,
        560 => 200,
        _ => 3 + (hour * 7 % 5) + (hour % 24 is >= 9 and < 17 ? 6 : 0),
    };
}
