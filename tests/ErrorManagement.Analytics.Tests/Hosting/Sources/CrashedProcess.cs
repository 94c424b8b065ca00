using System.Diagnostics;

namespace ErrorManagement.Analytics.Tests.Hosting.Sources;

/// <summary>What a process of tests/ErrorManagement.CrashProbe left.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Lines">What it printed: a line for each record, then "end".</param>
/// <param name="Errors">What it wrote to standard error.</param>
internal sealed record CrashedProcess(int ExitCode, IReadOnlyList<string> Lines, string Errors)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    // The same runtime as here, where the tests run on the host program of the SDK.
    private static string Host => Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";

    public static async Task<CrashedProcess> RunAsync(string listeners, string death)
    {
        var start = new ProcessStartInfo(Host) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "ErrorManagement.CrashProbe.dll"));
        start.ArgumentList.Add(listeners);
        start.ArgumentList.Add(death);
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var impatient = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(impatient.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"The process '{listeners} {death}' did not end. It printed: {await output} {await errors}");
        }

        return new CrashedProcess(process.ExitCode, (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), await errors);
    }
}
