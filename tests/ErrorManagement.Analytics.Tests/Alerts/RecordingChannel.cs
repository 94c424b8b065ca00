using System.Collections.Concurrent;

namespace ErrorManagement.Analytics.Tests.Alerts;

/// <summary>A channel that keeps what it is told, and does what a test asks for.</summary>
internal sealed class RecordingChannel(string name = "recording") : IAlertChannel
{
    public ConcurrentQueue<AlertNotice> Told { get; } = new();

    /// <summary>Runs before a notice is kept.</summary>
    public Func<AlertNotice, CancellationToken, Task> OnSend { get; set; } = static (_, _) => Task.CompletedTask;

    public string Name => name;

    /// <summary>What it was told, as <c>rule{labels} state</c>, and then forgets.</summary>
    public string[] Take()
    {
        var told = Told.Select(static notice => $"{notice.Alert.Fingerprint} {notice.Alert.State}").ToArray();
        Told.Clear();
        return told;
    }

    public async ValueTask SendAsync(AlertNotice notice, CancellationToken cancellationToken)
    {
        await OnSend(notice, cancellationToken);
        Told.Enqueue(notice);
    }
}
