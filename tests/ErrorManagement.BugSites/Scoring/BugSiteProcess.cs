using System.Diagnostics;
using System.Globalization;

namespace ErrorManagement.BugSites.Scoring;

/// <summary>Runs this program as a process of its own.</summary>
public static class BugSiteProcess
{
    // What the runtime compiles how is set for each process, whatever the caller's own settings are.
    private static readonly string[] Settings = ["DOTNET_Tiered", "DOTNET_TC_", "DOTNET_ReadyToRun", "DOTNET_OSR", "COMPlus_"];

    // The same runtime as here, where this runs on the host program of the SDK.
    private static string Host => Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";

    /// <summary>Throws all bugs in a process, and returns where the throws went.</summary>
    public static async Task<BugRun> ThrowAsync(BugSetting setting, int throws, TimeSpan patience) =>
        new(setting, [.. (await RunAsync(
            setting.Variables,
            ["run", "--throws", throws.ToString(CultureInfo.InvariantCulture), "--seed", setting.Seed.ToString(CultureInfo.InvariantCulture), "--culture", setting.Culture, "--settle"],
            patience)).Select(SiteResult.Parse)]);

    /// <summary>Runs the program, and returns the lines it prints.</summary>
    public static async Task<IReadOnlyList<string>> RunAsync(IReadOnlyDictionary<string, string> variables, IEnumerable<string> arguments, TimeSpan patience)
    {
        var start = new ProcessStartInfo(Host) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(typeof(BugSiteProcess).Assembly.Location);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var name in start.Environment.Keys.Where(k => Settings.Any(s => k.StartsWith(s, StringComparison.OrdinalIgnoreCase))).ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var impatient = new CancellationTokenSource(patience);
        try
        {
            await process.WaitForExitAsync(impatient.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"The process did not end within {patience}. It wrote: {await errors}");
        }

        return process.ExitCode == 0
            ? (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            : throw new InvalidOperationException($"The process ended with {process.ExitCode}. It wrote: {await errors}");
    }
}
