using ErrorManagement.Analytics.Stacks.Restoration;

namespace ErrorManagement.Analytics.Tests.Stacks.Restoration;

public sealed class RecursionFolderTests
{
    private const string Program =
        """
        Stop: 0 !
        Even: 0 Odd, 4 Stop
        Odd: 0 Even, 4 Stop
        Wrap: 0 ~Call
        Load: 0 Wrap
        Run: 0 Even, 4 Wrap
        """;

    [Theory] // A2, tracking-peers 0.2
    [InlineData("Stop Even Run", "Stop Even Run")]
    [InlineData("Stop Even Odd Even Run", "Stop Even Run")]
    [InlineData("Stop Even Odd Even Odd Even Run", "Stop Even Run")]
    [InlineData("Stop Odd Even Odd Even Run", "Stop Odd Even Run")]
    [InlineData("Stop Wrap Load Wrap Run", "Stop Wrap Load Wrap Run")] // the wrapper names nothing of what it calls
    public void Rounds_of_methods_that_name_one_another_count_once(string frames, string folded)
    {
        var code = MadeUpCode.Of(Program);

        var result = RecursionFolder.Fold([.. frames.Split(' ').Select(name => new RestoredFrame(code[name], null, IsGap: false))]);

        string.Join(' ', result.Select(frame => frame.Method.Name)).Should().Be(folded);
    }
}
