using System.Reflection;
using System.Text.RegularExpressions;
using ErrorManagement.Diagnostics;

namespace ErrorManagement.Architecture.Tests.Docs;

public sealed partial class SettingsCheckPageTests
{
    [Fact]
    public void The_page_lists_every_rule_of_the_settings_check_and_no_other()
    {
        var page = MarkdownFile.All.Single(p => p.Path == "docs/settings-check.md");
        var listed = page.Lines.Select(l => Row().Match(l)).Where(m => m.Success).Select(m => m.Groups[1].Value);
        var rules = typeof(SettingsRules).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!);

        listed.Should().BeEquivalentTo(rules).And.OnlyHaveUniqueItems();
    }

    [GeneratedRegex("^\\| `([a-z-]+)` \\| [^|]+ \\| [^|]+ \\|$")]
    private static partial Regex Row();
}
