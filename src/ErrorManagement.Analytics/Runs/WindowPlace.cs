namespace ErrorManagement.Analytics.Runs;

/// <summary>Where a time lies beside a window.</summary>
internal enum WindowPlace
{
    Inside,
    Older,
    Future,
    Undated,
}
