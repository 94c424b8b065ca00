namespace ErrorManagement.Analytics.Tests.Hosting.Sources;

public sealed class UnobservedTaskSourceTests
{
    [Theory] // of one inner exception that one, of several one record; the process goes on
    [InlineData("host", "unobserved", "unobserved task|System.InvalidOperationException|Error|UnobservedTask|1|part 0 is void", "end")]
    [InlineData("host", "unobserved two", "unobserved task|System.AggregateException|Error|UnobservedTask|1|One or more errors occurred.", "end")]
    [InlineData("off", "unobserved", "end")]
    [InlineData("two", "unobserved", "unobserved task|System.InvalidOperationException|Error|UnobservedTask|1|part 0 is void", "end", "unobserved task|System.InvalidOperationException|Error|UnobservedTask|1|part 0 is void", "end")]
    [InlineData("disposed", "unobserved", "end", "unobserved task|System.InvalidOperationException|Error|UnobservedTask|1|part 0 is void", "end")]
    public async Task A_task_that_failed_unseen_is_recorded_when_it_is_collected(string listeners, string death, params string[] lines)
    {
        var process = await CrashedProcess.RunAsync(listeners, death);

        process.Lines.Should().Equal(lines);
        process.ExitCode.Should().Be(0);
        process.Errors.Should().BeEmpty();
    }
}
