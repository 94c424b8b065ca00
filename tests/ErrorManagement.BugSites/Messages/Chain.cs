namespace ErrorManagement.BugSites.Messages;

/// <summary>Two deep chains that end in one helper: which chain it was is the bug.</summary>
internal static class Chain
{
    public static async Task OneAsync(int i, bool yields) => await TwoAsync(i, yields);

    private static async Task TwoAsync(int i, bool yields) => await ThreeAsync(i, yields);

    private static async Task ThreeAsync(int i, bool yields) => await LoadAsync(i, yields);

    public static async Task FirstAsync(int i)
    {
        await Task.Yield();
        await SecondAsync(i);
    }

    private static async Task SecondAsync(int i)
    {
        await Task.Yield();
        Sink.Take(await ThirdAsync(i));
    }

    private static async Task<int> ThirdAsync(int i)
    {
        await LoadAsync(i, yields: true);
        return i;
    }

    private static async Task LoadAsync(int i, bool yields)
    {
        if (yields)
        {
            await Task.Yield();
        }

        Guard.Require(i < 0);
    }
}
