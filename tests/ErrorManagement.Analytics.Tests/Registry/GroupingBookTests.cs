using ErrorManagement.Analytics.Grouping;
using ErrorManagement.Analytics.Registry;

namespace ErrorManagement.Analytics.Tests.Registry;

public sealed class GroupingBookTests
{
    [Fact]
    public void The_last_word_about_an_identity_counts()
    {
        var book = new GroupingBook();
        book.Write(Of(1), Into(2));
        book.Write(Of(1), Into(3));
        book.PartsOf(Of(2)).Should().BeEmpty();
        book.PartsOf(Of(3)).Should().Equal(Of(1));

        book.Write(Of(1), new GroupingDecision(null, Of(3), "apart", default));

        book.Find(Of(1))!.Into.Should().BeNull();
        book.PartsOf(Of(3)).Should().BeEmpty();
        book.Count.Should().Be(1);
    }

    [Fact]
    public void Beyond_its_bound_the_decision_longest_without_a_new_word_goes_and_is_counted()
    {
        var book = new GroupingBook(3);
        for (ulong i = 1; i <= 3; i++)
        {
            book.Write(Of(i), Into(9));
        }

        book.Write(Of(1), Into(8));
        book.Write(Of(4), Into(9));

        book.Find(Of(2)).Should().BeNull();
        book.Find(Of(1)).Should().NotBeNull();
        book.PartsOf(Of(9)).Should().BeEquivalentTo([Of(3), Of(4)]);
        book.Forgotten.Should().Be(1);
    }

    [Fact]
    public void A_chain_is_followed_to_its_end_and_a_circle_ends()
    {
        var book = new GroupingBook();
        book.Write(Of(1), Into(2));
        book.Write(Of(2), Into(3));

        book.LeadsTo(Of(1), Of(3)).Should().BeTrue();
        book.LeadsTo(Of(3), Of(1)).Should().BeFalse();

        book.Write(Of(3), Into(1));
        book.LeadsTo(Of(1), Of(7)).Should().BeFalse();
    }

    private static GroupingDecision Into(ulong into) => new(Of(into), default, "same", default);

    private static ErrorFingerprint Of(ulong number) => new(2, number);
}
