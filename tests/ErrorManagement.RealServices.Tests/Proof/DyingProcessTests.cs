using System.Diagnostics;
using ErrorManagement.RealServices.Tests.Load;
using ErrorManagement.RealServices.Tests.Processes;
using ErrorManagement.TestKit;

namespace ErrorManagement.RealServices.Tests.Proof;

/// <summary>A process that dies while eight threads record ends as it would without a registry: the same exit code, the same words, no wait.</summary>
public sealed class DyingProcessTests(FigureLines figures) : IClassFixture<FigureLines>
{
    private static readonly TimeSpan NoWait = TimeSpan.FromSeconds(5); // what a flush with a deadline, or a join, would add to every ending

    [Theory] // D5, the issue: the host never suffers
    [InlineData(ProcessEnding.Returns)]
    [InlineData(ProcessEnding.Exits)]
    [InlineData(ProcessEnding.FailsFast)]
    [InlineData(ProcessEnding.IsAskedToEnd)]
    [InlineData(ProcessEnding.IsKilled)]
    public async Task It_ends_as_it_would_without_a_registry(ProcessEnding ending)
    {
        var without = await EndAsync(ending, records: false);
        var with = await EndAsync(ending, records: true);
        figures.Print($"{ending}: {without.Took.TotalMilliseconds:0} ms without, {with.Took.TotalMilliseconds:0} ms with a registry; exit code {with.Code}");

        with.Code.Should().Be(without.Code);
        with.Output.Should().Be(without.Output);
        with.Took.Should().BeLessThan(without.Took + NoWait);
    }

    private static async Task<(int Code, string Output, TimeSpan Took)> EndAsync(ProcessEnding ending, bool records)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(typeof(DyingProcess).Assembly.Location);
        start.ArgumentList.Add(ending.ToString());
        start.ArgumentList.Add(records.ToString());
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        using var process = Process.Start(start)!;
        try
        {
            var errors = process.StandardError.ReadToEndAsync();
            (await process.StandardOutput.ReadLineAsync().WaitAsync(Eventually.Patience)).Should().Be(DyingProcess.Working);
            await process.StandardInput.WriteLineAsync();
            (await process.StandardOutput.ReadLineAsync().WaitAsync(Eventually.Patience)).Should().Be(DyingProcess.Leaving);
            var begin = Stopwatch.GetTimestamp();
            if (ending is ProcessEnding.IsAskedToEnd or ProcessEnding.IsKilled)
            {
                PosixSignals.Send(process.Id, ending is ProcessEnding.IsKilled ? PosixSignals.Kill : PosixSignals.Terminate);
            }

            await process.WaitForExitAsync(CancellationToken.None).WaitAsync(Eventually.Patience);
            var took = Stopwatch.GetElapsedTime(begin);
            await errors;
            return (process.ExitCode, await process.StandardOutput.ReadToEndAsync(), took);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }
}
