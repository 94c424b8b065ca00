namespace ErrorManagement.BugSites.Gateway;

internal interface IRate
{
    int Of(int i);
}
