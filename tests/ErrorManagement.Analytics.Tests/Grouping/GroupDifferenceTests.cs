using ErrorManagement.Analytics.Grouping;

namespace ErrorManagement.Analytics.Tests.Grouping;

public sealed class GroupDifferenceTests
{
    private static readonly GroupIdentity Bug = GroupIdentity.OfBug("web", ["T"], null, "it broke", new StackSignature(["a", "run"], true));

    [Fact]
    public void What_was_said_is_told_from_what_rules_found()
    {
        Of(Bug, GroupIdentity.OfSaid("web", "mine")).Should().Equal("They are grouped by different rules: one by types, codes, template and stack, and one by the fingerprint \"mine\" that was given with it.");
        Of(GroupIdentity.OfSaid("web", "mine"), GroupIdentity.OfSaid("web", "yours")).Should().Equal("The fingerprints given with them differ: \"mine\" and \"yours\".");
    }

    [Fact]
    public void A_code_in_the_place_of_a_text_is_told()
    {
        Of(Bug, GroupIdentity.OfBug("web", ["T"], "http:503", null, Bug.Stack)).Should().Equal(
            "The codes differ: none and http:503.",
            "The templates differ: a code stands in the place of one, and the other is \"it broke\".");
    }

    [Fact]
    public void Stacks_are_told_apart_by_their_first_frame_that_differs_and_their_entries()
    {
        Of(Bug, GroupIdentity.OfBug("web", ["T"], null, "it broke", new StackSignature(["a", "b", "start"], true))).Should().Equal(
            "The own stacks differ at frame 2 from within: run and b.",
            "The application was entered at different places: run and start.");
        Of(Bug, GroupIdentity.OfBug("web", ["T"], null, "it broke", StackSignature.None)).Should().Equal(
            "The own stacks differ at frame 1 from within: a and no own frame.");
    }

    [Fact]
    public void Long_texts_are_cut_and_equal_identities_do_not_differ()
    {
        Of(GroupIdentity.OfType("web", "T"), GroupIdentity.OfType(new string('x', 199) + "\ud83d\ude00", "T"))[0].Should().Be($"The components differ: web and {new string('x', 199)}….");
        Of(Bug, Bug).Should().BeEmpty();
        Of(Bug, null).Should().BeEmpty();
    }

    private static List<string> Of(GroupIdentity? a, GroupIdentity? b)
    {
        var reasons = new List<string>();
        GroupDifference.AddTo(reasons, a, b);
        return reasons;
    }
}
