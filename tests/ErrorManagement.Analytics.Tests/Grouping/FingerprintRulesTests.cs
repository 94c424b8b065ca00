using System.Diagnostics;
using ErrorManagement.Analytics.Grouping;

namespace ErrorManagement.Analytics.Tests.Grouping;

public sealed class FingerprintRulesTests
{
    [Fact] // D3, tracking-peers 0.3: a hash that differs between processes would never roll up after a restart
    public void The_fingerprint_of_an_error_is_the_same_for_ever()
    {
        FingerprintRules.Of("payments", ["System.InvalidOperationException", "System.TimeoutException"], "http:503", "order <num> failed", StackSignature.None)
            .ToString().Should().Be("v1:9d961205cc231a91ac3f6bb0b362b7ef");
        FingerprintRules.Of("\u00fcber", ["T"], null, "", StackSignature.None).ToString().Should().Be("v1:87e64687bc5b99e4707fd1cfee09963d");
        MessageMask.Hash("order 17 failed").Should().Be(10502811828176139086ul);
    }

    [Fact]
    public void Every_part_counts_and_parts_do_not_run_into_one_another()
    {
        ErrorFingerprint[] all =
        [
            FingerprintRules.Of("a", ["b"], "c", "d", StackSignature.None),
            FingerprintRules.Of("x", ["b"], "c", "d", StackSignature.None),
            FingerprintRules.Of("a", ["x"], "c", "d", StackSignature.None),
            FingerprintRules.Of("a", ["b"], "x", "d", StackSignature.None),
            FingerprintRules.Of("a", ["b"], "c", "x", StackSignature.None),
            FingerprintRules.Of("a", ["b"], "c", "d", new StackSignature(["x"], true)),
            FingerprintRules.Of("ab", [""], "c", "d", StackSignature.None),
            FingerprintRules.Of("a", ["b", "c"], "", "d", StackSignature.None),
            FingerprintRules.Of("a", ["b"], null, "cd", StackSignature.None),
        ];

        all.Should().OnlyHaveUniqueItems();
        all.Should().OnlyContain(fingerprint => !fingerprint.ToErrorId().IsHandle);
    }

    [Fact]
    public async Task Another_process_makes_the_same_fingerprint_though_its_string_hashes_differ()
    {
        var mine = Probe();
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(typeof(FingerprintRulesTests).Assembly.Location);
        start.ArgumentList.Add(FingerprintProbe.Switch);

        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        output.Trim().Should().Be(mine, "the exit code was {0}", process.ExitCode);
    }

    internal static string Probe() =>
        FingerprintRules.Of("payments", ["System.TimeoutException"], null, MessageMask.Apply("order 17 'x' took 12ms"), StackSignature.None).ToString();
}
