namespace ErrorManagement.BugSites.Reports;

/// <summary>Fails when it is first used, and says so ever after.</summary>
internal static class Fonts
{
    public static readonly string Default = Load(Environment.ProcessId);

    private static string Load(int i)
    {
        Guard.Require(i < 0);
        return "";
    }
}
