using System.Diagnostics;
using System.Globalization;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

/// <summary>
/// How long a random test goes on: for a fixed number of rounds, always the same ones; with the variable ERRORMANAGEMENT_STRESS for so many seconds,
/// with rounds that nobody has run before.
/// </summary>
internal static class StressTime
{
    private const string Variable = "ERRORMANAGEMENT_STRESS";

    /// <summary>The seeds of the rounds.</summary>
    public static IEnumerable<int> Seeds(int rounds)
    {
        if (!double.TryParse(Environment.GetEnvironmentVariable(Variable), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds))
        {
            return Enumerable.Range(1, rounds);
        }

        return Endless(Random.Shared.Next(), TimeSpan.FromSeconds(seconds));
    }

    private static IEnumerable<int> Endless(int first, TimeSpan length)
    {
        var begin = Stopwatch.GetTimestamp();
        for (var seed = first; Stopwatch.GetElapsedTime(begin) < length; seed = unchecked(seed + 1) & int.MaxValue)
        {
            yield return seed;
        }
    }
}
