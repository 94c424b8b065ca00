namespace ErrorManagement.BugSites.Gateway;

internal sealed class Rail : Carrier
{
    protected override int Load(int i) => Refuse(i) + 1;
}
