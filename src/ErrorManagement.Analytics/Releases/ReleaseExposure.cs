using System.Globalization;

namespace ErrorManagement.Analytics;

/// <summary>How much of a chance errors had to happen in a release: how long it ran, or how many requests it served. Two are compared only when both are one or both the other.</summary>
public readonly record struct ReleaseExposure
{
    private const double RequestsInRate = 1_000;

    private ReleaseExposure(double amount, ReleaseExposureUnit unit) => (Amount, Unit) = (amount, unit);

    /// <summary>How much: minutes, or thousands of requests; at least 0.</summary>
    public double Amount { get; }

    /// <summary>Of what.</summary>
    public ReleaseExposureUnit Unit { get; }

    /// <summary>By how long a release ran; where several instances run, the sum of theirs.</summary>
    /// <param name="time">How long, at least zero.</param>
    /// <returns>The exposure.</returns>
    /// <exception cref="ArgumentOutOfRangeException">It is less than zero.</exception>
    public static ReleaseExposure OfTime(TimeSpan time) => time >= TimeSpan.Zero
        ? new ReleaseExposure(time.TotalMinutes, ReleaseExposureUnit.Time)
        : throw new ArgumentOutOfRangeException(nameof(time), time, $"A time of exposure must be at least zero; it is {time}.");

    /// <summary>By how many requests a release served. Better than time wherever traffic changes: a busy day is not worse than a quiet night.</summary>
    /// <param name="requests">How many, at least 0.</param>
    /// <returns>The exposure.</returns>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 0.</exception>
    public static ReleaseExposure OfRequests(long requests) => requests >= 0
        ? new ReleaseExposure(requests / RequestsInRate, ReleaseExposureUnit.Requests)
        : throw new ArgumentOutOfRangeException(nameof(requests), requests, string.Create(CultureInfo.InvariantCulture, $"A number of requests must be at least 0; it is {requests}."));
}
