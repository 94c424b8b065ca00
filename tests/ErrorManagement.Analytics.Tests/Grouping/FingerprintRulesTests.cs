using System.Diagnostics;
using System.Globalization;
using ErrorManagement.Analytics.Grouping;

namespace ErrorManagement.Analytics.Tests.Grouping;

public sealed class FingerprintRulesTests
{
    [Fact] // D3, tracking-peers 0.3: a hash that differs between processes would never roll up after a restart
    public void The_fingerprint_of_an_error_is_the_same_for_ever()
    {
        FingerprintRules.Of(GroupIdentity.OfBug("payments", ["System.InvalidOperationException"], "http:503", null, new StackSignature(["Shop.Pay", "Shop.Run"], true)))
            .ToString().Should().Be("v2:367d0e7d9c3f85aa169d309f90fccf7b");
        FingerprintRules.Of(GroupIdentity.OfMessage("\u00fcber", "T", "order 17 failed")).ToString().Should().Be("v2:71b1aeac1dac1cab5dbdb03f8ea7b39f");
        FingerprintRules.Of(GroupIdentity.OfType("\u00fcber", "T")).ToString().Should().Be("v2:7eb99d11c6dcce7788771c8708d6e588");
        FingerprintRules.Of(GroupIdentity.OfSaid("\u00fcber", "checkout")).ToString().Should().Be("v2:361fc9652ced258a876f20e1cafc9176");
    }

    [Fact]
    public void Every_part_counts_and_parts_do_not_run_into_one_another()
    {
        static GroupIdentity Bug(string component, string[] types, string? code, string? template, params string[] frames) =>
            GroupIdentity.OfBug(component, types, code, template, new StackSignature(frames, true));

        GroupIdentity[] identities =
        [
            Bug("a", ["b"], "c", "d"),
            Bug("x", ["b"], "c", "d"),
            Bug("a", ["x"], "c", "d"),
            Bug("a", ["b"], "x", "d"),
            Bug("a", ["b"], "c", "x"),
            Bug("a", ["b"], "c", null),
            Bug("a", ["b"], "c", ""),
            Bug("a", ["b"], "c", "d", "x"),
            Bug("a", ["b"], "c", "d", "x", "y"),
            Bug("a", ["b"], "c", "d", "xy"),
            Bug("a", ["b"], "c", "d", ""),
            Bug("ab", [""], "c", "d"),
            Bug("a", ["b", "c"], "", "d"),
            Bug("a", ["b"], null, "cd"),
            GroupIdentity.OfMessage("a", "b", "d"),
            GroupIdentity.OfType("a", "b"),
            GroupIdentity.OfSaid("a", "b"),
            GroupIdentity.OfSaid("a", "d"),
        ];

        var all = identities.Select(FingerprintRules.Of).ToList();
        all.Should().OnlyHaveUniqueItems();
        all.Should().OnlyContain(fingerprint => !fingerprint.ToErrorId().IsHandle && fingerprint.Version == 2);
        identities.Select(FingerprintRules.FamilyOf).Concat(identities.Select(FingerprintRules.SiteOf)).Should().NotContain(all.Select(static one => one.Hash));
    }

    [Fact]
    public void Whether_a_stack_is_complete_is_no_part_of_the_identity()
    {
        FingerprintRules.Of(GroupIdentity.OfBug("a", ["b"], null, "d", new StackSignature(["x"], true)))
            .Should().Be(FingerprintRules.Of(GroupIdentity.OfBug("a", ["b"], null, "d", new StackSignature(["x"], false))));
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

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    public void A_culture_changes_nothing(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        var mine = Probe();
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            Probe().Should().Be(mine);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    internal static string Probe() =>
        FingerprintRules.Of(GroupIdentity.OfBug("payments", ["System.TimeoutException"], null, MessageMask.Apply("order 17 'x' took 12ms"), new StackSignature(["Shop.Pay"], true))).ToString();
}
