using ErrorManagement.Analytics.Grouping;

namespace ErrorManagement.Analytics.Tests.Grouping;

public sealed class StackMatchTests
{
    [Theory] // tracking-peers 0.2
    [InlineData("a b c r", "a c r", true)]
    [InlineData("a b c r", "c r", true)]
    [InlineData("a b c r", "r", true)]
    [InlineData("a b c r", "a b c r", false)] // the same, which is no question
    [InlineData("a c r", "a b c r", false)]
    [InlineData("a b c r", "b a r", false)] // another order
    [InlineData("a b c r", "a b c", false)] // another entry
    [InlineData("a b c r", "a x r", false)]
    [InlineData("r a r", "a r", true)]
    [InlineData("a b c r", "", false)]
    public void A_list_explains_one_with_frames_left_out_and_the_same_entry(string longer, string shorter, bool expected) =>
        StackMatch.Explains(Stack(longer), Stack(shorter)).Should().Be(expected);

    [Fact]
    public void A_list_of_which_nothing_is_missing_is_explained_by_none()
    {
        StackMatch.Explains(Stack("a b r"), Stack("a r", isComplete: true)).Should().BeFalse();
        StackMatch.Explains(Stack("a b r", isComplete: true), Stack("a r")).Should().BeTrue();
    }

    [Fact]
    public void Of_the_lists_that_explain_one_those_count_that_none_of_them_explains()
    {
        StackSignature[] family = [Stack("a b c r"), Stack("a c r"), Stack("a b x r"), Stack("x y r")];

        StackMatch.ExplainersOf(Stack("c r"), family, static one => one).Should().Equal(family[0]);
        StackMatch.ExplainersOf(Stack("a b r"), family, static one => one).Should().Equal(family[0], family[2]);
        StackMatch.ExplainersOf(Stack("q r"), family, static one => one).Should().BeEmpty();
    }

    [Fact]
    public void Two_complete_lists_that_both_explain_one_are_two_answers()
    {
        StackSignature[] family = [Stack("a b c r", isComplete: true), Stack("a b r", isComplete: true)];

        StackMatch.ExplainersOf(Stack("a r"), family, static one => one).Should().Equal(family);
    }

    [Theory] // two calls in one method, both inlined
    [InlineData("run ?Total#1", "run ?Total#1", true)]
    [InlineData("run ?Total#1", "run ?Total#2", false)]
    [InlineData("run ?Total#1", "run", true)] // where the short list stood is not known
    [InlineData("total ?Price#1", "run ?Total#1", true)] // where the long one stood is not known
    [InlineData("run ?Total#1,run ?Total#2", "run ?Total#2", true)] // it came by both
    public void Where_frames_are_missing_both_lists_stood_at_the_same_statement(string places, string shorter, bool expected)
    {
        var longer = new StackSignature(["price", "total", "run"], true, places.Split(',').ToHashSet());

        StackMatch.Explains(longer, new StackSignature([shorter], false)).Should().Be(expected);
    }

    private static StackSignature Stack(string frames, bool isComplete = false) => new(frames.Split(' ', StringSplitOptions.RemoveEmptyEntries), isComplete);
}
