namespace ErrorManagement.BugSites.Limits;

/// <summary>Checks in its constructor, which is inlined: no offset is known for it.</summary>
internal sealed class LeftCase
{
    public LeftCase(int i) => Guard.Require(i < 0);
}
