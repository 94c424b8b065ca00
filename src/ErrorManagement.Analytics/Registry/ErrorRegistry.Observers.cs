using ErrorManagement.Analytics.Records;
using ErrorManagement.Analytics.Registry;

namespace ErrorManagement.Analytics;

/// <content>What those who observe occurrences need besides.</content>
public sealed partial class ErrorRegistry
{
    /// <summary>Now, by the clock that occurrences are told with.</summary>
    internal RegistryMoment Now => _clock.Read();

    /// <summary>Who is told of each occurrence.</summary>
    internal IReadOnlyList<IOccurrenceObserver> Observers => _recorder.Observers;
}
