using ErrorManagement.Analytics.Registry;

namespace ErrorManagement.Analytics;

/// <content>What is behind patterns.</content>
public sealed partial class ErrorRegistry
{
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
