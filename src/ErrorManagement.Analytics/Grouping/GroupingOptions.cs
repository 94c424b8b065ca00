namespace ErrorManagement.Analytics.Grouping;

/// <summary>Settings of how errors are grouped into records.</summary>
public sealed class GroupingOptions
{
    /// <summary>What makes two errors one record. Default <see cref="GroupingMode.Bug"/>; must be one of the defined values, inclusive.</summary>
    public GroupingMode By { get; set; } = GroupingMode.Bug;

    internal GroupingOptions Copy() => (GroupingOptions)MemberwiseClone();
}
