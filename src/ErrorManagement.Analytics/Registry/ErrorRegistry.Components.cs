namespace ErrorManagement.Analytics;

/// <content>What happened in each component.</content>
public sealed partial class ErrorRegistry
{
    /// <inheritdoc />
    public ComponentStatistics GetComponents(TimeSpan? window = null) => throw new NotSupportedException();
}
