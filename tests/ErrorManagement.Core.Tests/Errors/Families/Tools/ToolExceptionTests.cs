using System.Globalization;
using ErrorManagement.Families.Tools;

namespace ErrorManagement.Core.Tests.Errors.Families.Tools;

public class ToolExceptionTests
{
    public static TheoryData<CodedException, string, string> Shapes => new()
    {
        { new ToolException("gone"), "gone", "" }, // S0.39
        { new ToolExecutionException("compiler", "exit code 2"), "Tool compiler failed: exit code 2", "reason=exit code 2, tool_name=compiler" }, // S0.40
        { new ToolValidationException("compiler", "no file"), "Tool compiler refused its input: no file", "reason=no file, tool_name=compiler" }, // S0.41
        { new ToolValidationException("compiler", "no file", "target"), "Tool compiler refused field 'target': no file", "field=target, reason=no file, tool_name=compiler" },
        { new ToolNotFoundException("compiler"), "Tool compiler was not found.", "tool_name=compiler" }, // S0.42
        { new ToolTimeoutException("compiler", TimeSpan.FromSeconds(30.0)), "Tool compiler took longer than 30 s.", "timeout_seconds=30, tool_name=compiler" }, // S0.43
        { new ToolTimeoutException("compiler", TimeSpan.FromMilliseconds(1500)), "Tool compiler took longer than 1.5 s.", "timeout_seconds=1.5, tool_name=compiler" },
        { new ToolPermissionException("compiler", "/srv"), "Tool compiler may not use '/srv'.", "resource=/srv, tool_name=compiler" }, // S0.44
        { new ToolPermissionException("compiler", "/srv", "write"), "Tool compiler may not use '/srv' without permission write.", "required_permission=write, resource=/srv, tool_name=compiler" },
        { new ToolResourceException("compiler", "memory", "2 GB needed"), "Tool compiler lacks memory: 2 GB needed", "reason=2 GB needed, resource_type=memory, tool_name=compiler" }, // S0.45
        { new ToolRegistrationException("compiler", "name taken"), "Tool compiler could not be registered: name taken", "reason=name taken, tool_name=compiler" }, // S0.46
        { new ToolConfigurationException("compiler", "no path"), "Tool compiler has a wrong configuration: no path", "reason=no path, tool_name=compiler" }, // S0.47
        { new ToolConfigurationException("compiler", "no path", "compiler:path"), "Tool compiler has a wrong configuration at key 'compiler:path': no path", "config_key=compiler:path, reason=no path, tool_name=compiler" },
    };

    [Theory] // S0.39 to S0.47
    [MemberData(nameof(Shapes))]
    public void Messages_and_contexts_hold_what_was_given(CodedException error, string message, string context)
    {
        error.Message.Should().Be(message);
        ContextText.Of(error).Should().Be(context);
    }

    [Fact] // S0.43
    public void A_time_out_reads_the_same_in_every_culture()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            new ToolTimeoutException("compiler", TimeSpan.FromMilliseconds(1500)).Message.Should().Be("Tool compiler took longer than 1.5 s.");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void A_time_out_is_zero_or_longer()
    {
        new ToolTimeoutException("compiler", TimeSpan.Zero).Timeout.Should().Be(TimeSpan.Zero);
        FluentActions.Invoking(() => new ToolTimeoutException("compiler", TimeSpan.FromTicks(-1))).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("timeout");
    }
}
