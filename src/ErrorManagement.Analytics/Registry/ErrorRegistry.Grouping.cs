namespace ErrorManagement.Analytics;

/// <content>How users steer what is one record.</content>
public sealed partial class ErrorRegistry
{
    /// <inheritdoc />
    public bool Merge(ErrorId into, ErrorId other, string? reason = null) => throw new NotSupportedException();

    /// <inheritdoc />
    public ErrorId Split(ErrorId part, string? reason = null) => throw new NotSupportedException();

    /// <inheritdoc />
    public GroupingExplanation Explain(ErrorId a, ErrorId b) => throw new NotSupportedException();
}
