using System.Collections.Concurrent;
using System.Diagnostics;
using ErrorManagement.Diagnostics;

namespace ErrorManagement.Core.Tests.Diagnostics;

/// <summary>Listens to the library's activity source.</summary>
internal sealed class ActivityRecorder : IDisposable
{
    private readonly ActivityListener _listener;

    public ActivityRecorder(ActivitySamplingResult sampling = ActivitySamplingResult.AllDataAndRecorded, Action<Activity>? onStarted = null, Action<Activity>? onStopped = null)
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == ErrorManagementDiagnostics.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => sampling,
            ActivityStarted = onStarted ?? (_ => { }),
            ActivityStopped = activity =>
            {
                Stopped.Enqueue(activity);
                onStopped?.Invoke(activity);
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>In the order in which they ended.</summary>
    public ConcurrentQueue<Activity> Stopped { get; } = new();

    public static IReadOnlyDictionary<string, object?> TagsOf(Activity activity) => activity.TagObjects.ToDictionary(t => t.Key, t => t.Value);

    public void Dispose() => _listener.Dispose();
}
