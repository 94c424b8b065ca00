using ErrorManagement.Analytics.Records;

namespace ErrorManagement.Analytics.Tests.Records;

public sealed class ExceptionTreeTextTests
{
    private static readonly StackLine[] Frames = [new("   at Shop.Gateway.Charge()", true), new("   at System.Run()", false)];

    [Fact]
    public void One_exception_is_its_stack()
    {
        Text(One("A", "a", null)).Should().Be("   at Shop.Gateway.Charge()\n   at System.Run()");
    }

    [Fact]
    public void A_tree_is_written_from_the_root_cause_outwards_branch_by_branch()
    {
        Text(One("Root", "no answer", 1), One("Middle", "not saved\r\nnot at all", 3), One("Other", "bad", 3, frames: []), One("Outer", "failed", null) with { LeftOut = 1_234 }).Should().Be(
            """
            Root: no answer
               at Shop.Gateway.Charge()
               at System.Run()
            --- wrapped by Middle: not saved  not at all
               at Shop.Gateway.Charge()
               at System.Run()
            --- beside Other: bad
            --- 1,234 exceptions left out
            --- wrapped by Outer: failed
               at Shop.Gateway.Charge()
               at System.Run()
            """.ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData(1, 1, 20)]
    [InlineData(1, 256, 1_024)]
    [InlineData(3, 256, 200)]
    [InlineData(64, 256, 1_024)]
    [InlineData(64, 8, 20)]
    public void The_text_is_bounded_and_each_exception_has_its_share(int exceptions, int lines, int length)
    {
        var tree = Enumerable.Range(0, exceptions)
            .Select(i => One($"T{i}", new string('m', 2_048), i + 1 == exceptions ? null : i + 1, Enumerable.Repeat(new StackLine(new string('f', length), true), lines).ToArray()) with { LeftOut = 7 })
            .ToArray();

        var text = Text(tree);

        text.Length.Should().BeInRange(1, ExceptionTreeText.MaxLength);
        if (exceptions > 1)
        {
            for (var i = 0; i < exceptions; i++)
            {
                text.Should().Contain($"T{i}: mm");
            }
        }
    }

    [Fact]
    public void A_record_makes_its_text_from_the_tree_unless_it_was_given_one()
    {
        IReadOnlyList<ExceptionDetails> tree = [One("A", "a", null)];
        var record = Record() with { Exceptions = tree, Stacks = new ExceptionTreeText(tree) };

        record.StackTrace.Should().Be("   at Shop.Gateway.Charge()\n   at System.Run()");
        (record with { StackTrace = null }).StackTrace.Should().BeNull();
        (record with { StackTrace = "text" }).StackTrace.Should().Be("text");
        (record with { Stacks = new ExceptionTreeText(tree) }).Should().Be(record);
        tree[0].StackTrace.Should().Be(record.StackTrace);
        (tree[0] with { StackTrace = "own" }).StackTrace.Should().Be("own");
        (tree[0] with { Frames = [] }).StackTrace.Should().BeNull();
    }

    private static string Text(params ExceptionDetails[] exceptions) => new ExceptionTreeText(exceptions).ToString();

    private static ExceptionDetails One(string type, string message, int? parent, StackLine[]? frames = null) =>
        new() { ErrorType = type, Message = message, Parent = parent, Frames = frames ?? Frames };

    private static ErrorRecord Record() => new() { Id = default, Fingerprint = default, ErrorType = "A", Component = "c", Message = "a", Template = "a" };
}
