namespace ErrorManagement.BugSites.Reports;

internal class Heading
{
    public Heading(int i)
        : this(i, derived: false)
    {
        Guard.Require(i < 0);
    }

    protected Heading(int i, bool derived) => Sink.Take(derived ? i : 0);
}
