namespace ErrorManagement.BugSites.Alone;

/// <summary>Bugs with an entry of their own.</summary>
internal static class Tasks
{
    public static void Nightly(string action, int i) => Guard.Require(i < 0);

    public static void Hourly(string action, int i) => Guard.Require(i < -1);

    public static void Check<T>(string action, int i) => Sink.Take(Both(default(T), i));

    private static T? Both<T>(T? value, int i) => i >= 0 ? throw new InvalidOperationException(Guard.Unmet) : value;

    public static async Task PollAsync(string action, int i)
    {
        await Task.Yield();
        Guard.Require(i < 0);
    }
}
