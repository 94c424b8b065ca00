namespace ErrorManagement.Analytics;

/// <summary>Tells people of alerts.</summary>
/// <remarks>An implementation lets its exceptions out: the manager counts and logs them, and they harm no other channel. It obeys the token, which carries a time-out. Safe on any thread; notices of one manager come one after the other.</remarks>
public interface IAlertChannel
{
    /// <summary>Its name, in logs and metrics. Few different values, no private data.</summary>
    string Name { get; }

    /// <summary>Tells of an alert.</summary>
    /// <param name="notice">What to tell.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Done when it was told.</returns>
    ValueTask SendAsync(AlertNotice notice, CancellationToken cancellationToken);
}
