namespace ErrorManagement.BugSites.Gateway;

internal sealed class Road : Carrier
{
    protected override int Load(int i) => Refuse(i) + 2;
}
