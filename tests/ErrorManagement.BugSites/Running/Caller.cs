using ErrorManagement.Analytics;

namespace ErrorManagement.BugSites.Running;

/// <summary>Runs into bugs as a host does: one place that calls, catches and records them all.</summary>
internal sealed class Caller(IErrorRegistry registry)
{
    public void Call(BugSite site, int i, SiteTally tally)
    {
        try
        {
            site.Run!(site.Action, i);
        }
        catch (Exception e)
        {
            tally.Add(registry.Record(e, site.Component), e);
        }
    }

    public async Task CallAsync(BugSite site, int i, SiteTally tally)
    {
        try
        {
            await site.RunAsync!(site.Action, i);
        }
        catch (Exception e)
        {
            tally.Add(registry.Record(e, site.Component), e);
        }
    }
}
