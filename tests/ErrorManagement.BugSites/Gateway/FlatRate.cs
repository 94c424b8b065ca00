namespace ErrorManagement.BugSites.Gateway;

internal sealed class FlatRate : IRate
{
    public int Of(int i) => i >= 0 ? throw new NotSupportedException("There is no rate.") : i;
}
