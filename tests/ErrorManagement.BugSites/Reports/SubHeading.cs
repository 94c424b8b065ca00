namespace ErrorManagement.BugSites.Reports;

internal sealed class SubHeading : Heading
{
    public SubHeading(int i)
        : base(i, derived: true) => Guard.Require(i < 0);
}
