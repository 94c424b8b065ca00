using ErrorManagement.Analytics.Grouping;

namespace ErrorManagement.Analytics.Tests.Releases;

/// <summary>Errors as they might have come.</summary>
internal static class Simulated
{
    public static ReleaseErrorCount Error(int number, long count) => new(new ErrorFingerprint(1, (UInt128)number), count) { ErrorType = $"E{number}" };

    /// <summary>Bursts by Poisson's law, of geometric sizes, each spread evenly over some minutes.</summary>
    public static ReleaseErrorCount Bursts(Random random, int number, double hours, double burstsPerHour, double meanSize, double minutes)
    {
        var at = new List<double>();
        for (var begin = Wait(); begin < hours * 60; begin += Wait())
        {
            var size = meanSize <= 1 ? 1 : 1 + (int)(Math.Log(1 - random.NextDouble()) / Math.Log(1 - (1 / meanSize)));
            for (var i = 0; i < size; i++)
            {
                var one = begin + (random.NextDouble() * minutes);
                if (one < hours * 60)
                {
                    at.Add(one);
                }
            }
        }

        return Error(number, at.Count) with { Crowding = new MeanCrowding(Others(1), Others(10), Others(60)) };

        double Wait() => -Math.Log(1 - random.NextDouble()) / burstsPerHour * 60;

        double Others(double block) => at.Count == 0 ? 0 : at.CountBy(one => (int)(one / block)).Sum(static entry => (double)entry.Value * (entry.Value - 1)) / at.Count;
    }
}
