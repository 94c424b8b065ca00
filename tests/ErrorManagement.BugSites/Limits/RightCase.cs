namespace ErrorManagement.BugSites.Limits;

/// <summary>The same check in another constructor.</summary>
internal sealed class RightCase
{
    public RightCase(int i) => Guard.Require(i < 0);
}
