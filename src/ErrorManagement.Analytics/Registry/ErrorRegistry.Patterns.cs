using ErrorManagement.Analytics.Records;
using ErrorManagement.Analytics.Registry;

namespace ErrorManagement.Analytics;

/// <content>What is behind patterns.</content>
public sealed partial class ErrorRegistry
{
    /// <summary>Returns some of the episodes that run or ended inside a window: to find the records behind each takes a look at every record.</summary>
    /// <param name="window">How far back; more than zero.</param>
    /// <param name="choice">Which ones.</param>
    internal ChosenPatterns GetPatterns(TimeSpan window, PatternChoice choice)
    {
        var chosen = _detector?.GetPatterns(_clock.Read().SteadyTime, window, choice) ?? new ChosenPatterns([], 0);
        return chosen with { Patterns = WithRecords(chosen.Patterns) };
    }

    /// <summary>Adds to each pattern the records behind it, as they are known now.</summary>
    private IReadOnlyList<DetectedPattern> WithRecords(IReadOnlyList<DetectedPattern> patterns)
    {
        if (patterns.Count == 0)
        {
            return patterns;
        }

        var behind = new RecordsBehind(patterns);
        var state = _recorder.DrainAndLock();
        try
        {
            var now = _clock.Read();
            foreach (var record in state.Store.All)
            {
                behind.Add(record, now);
            }
        }
        finally
        {
            state.Gate.Exit();
        }

        return behind.Patterns(layers => _detector!.Sort(layers));
    }
}
