namespace ErrorManagement.Analytics;

/// <summary>
/// How much the occurrences of an error come in bursts: how many others fell, on average, into the same minute, ten minutes and hour as one of them.
/// It is the mean crowding of M. Lloyd (Journal of Animal Ecology 36, 1967): Σx(x−1) / Σx over the counts x of the minutes.
/// </summary>
/// <param name="Minute">Others in the same minute, at least 0: 0 where each came alone, one less than the count where all came at once.</param>
/// <param name="TenMinutes">Others in the same ten minutes, at least 0.</param>
/// <param name="Hour">Others in the same hour, at least 0.</param>
public readonly record struct MeanCrowding(double Minute, double TenMinutes, double Hour)
{
    /// <summary>That of occurrences which all came at once.</summary>
    /// <param name="count">How many; 0 and 1 have nobody beside them.</param>
    /// <returns>The crowding.</returns>
    public static MeanCrowding AllAtOnce(long count)
    {
        var others = Math.Max(0, count - 1);
        return new MeanCrowding(others, others, others);
    }
}
