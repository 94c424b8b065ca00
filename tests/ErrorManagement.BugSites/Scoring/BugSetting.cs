namespace ErrorManagement.BugSites.Scoring;

/// <summary>How a process is started.</summary>
/// <param name="Name">What it is called in reports.</param>
/// <param name="Variables">Settings of the runtime, by their environment variables.</param>
/// <param name="Culture">The culture of all its threads.</param>
/// <param name="Seed">The order in which the sites come.</param>
public sealed record BugSetting(string Name, IReadOnlyDictionary<string, string> Variables, string Culture, int Seed)
{
    public static BugSetting Default { get; } = Of("default", null, seed: 1);

    public static BugSetting NotTiered { get; } = Of("TieredCompilation=0", "DOTNET_TieredCompilation", seed: 2);

    /// <summary>All that the bar is for.</summary>
    public static IReadOnlyList<BugSetting> All { get; } =
    [
        Default,
        NotTiered,
        Of("TieredPGO=0", "DOTNET_TieredPGO", seed: 3),
        Of("ReadyToRun=0", "DOTNET_ReadyToRun", seed: 4),
        Default with { Name = "culture de-DE", Culture = "de-DE", Seed = 5 },
        Default with { Name = "culture tr-TR", Culture = "tr-TR", Seed = 6 },
        Default with { Name = "culture ja-JP", Culture = "ja-JP", Seed = 7 },
    ];

    /// <summary>The same with methods compiled anew as early as the runtime can, so that few throws are enough.</summary>
    public BugSetting Hastened() => this with { Variables = new Dictionary<string, string>(Variables) { ["DOTNET_TC_CallCountingDelayMs"] = "0", ["DOTNET_TC_BackgroundWorkerTimeoutMs"] = "0" } };

    /// <summary>The same with no method compiled anew: on a busy machine a process may live long enough for some to be, and how many then depends on the load.</summary>
    public BugSetting Unhurried() => this with { Variables = new Dictionary<string, string>(Variables) { ["DOTNET_TC_CallCountingDelayMs"] = "927C0" } };

    private static BugSetting Of(string name, string? off, int seed) =>
        new(name, off is null ? new Dictionary<string, string>() : new Dictionary<string, string> { [off] = "0" }, "en-US", seed);
}
