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
    public void That_words_can_be_values_is_said_only_where_they_can()
    {
        const string hope = "they are taken for values";
        GroupIdentity Site(string text, string type = "T", StackSignature? stack = null) => GroupIdentity.OfBug("web", [type], null, text, stack ?? Bug.Stack);

        Of(Site("user alice is unknown"), Site("user bob is unknown")).Should().ContainSingle().Which.Should().StartWith("The templates differ in one word, [alice] and [bob]:").And.Contain(hope);

        string.Concat(Of(GroupIdentity.OfMessage("web", "T", "user alice is unknown"), GroupIdentity.OfMessage("web", "T", "user bob is unknown"))).Should().StartWith("The messages differ in one word").And.NotContain(hope, "messages count to the letter");
        string.Concat(Of(Site("user alice is unknown", stack: StackSignature.None), Site("user bob is unknown", stack: StackSignature.None))).Should().NotContain(hope, "nothing says that they come from one place");
        string.Concat(Of(Site("user alice is unknown"), Site("user bob is unknown", "U"))).Should().NotContain(hope);
        string.Concat(Of(Site("user alice is unknown"), Site("user bob is unknown", stack: new StackSignature(["b", "run"], true)))).Should().NotContain(hope);
        string.Concat(Of(Site("user alice"), Site("user bob"))).Should().NotContain(hope, "too little is said beside it");
    }

    [Fact]
    public void What_differs_between_words_is_no_word() =>
        Of(Bug, GroupIdentity.OfBug("web", ["T"], null, "it: broke", Bug.Stack)).Should().Equal("The templates differ: \"it broke\" and \"it: broke\".");

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
