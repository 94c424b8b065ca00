using ErrorManagement.Analytics.Stacks;

namespace ErrorManagement.Analytics.Tests.Stacks;

public sealed class StackFolderTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("abc", "a b c")]
    [InlineData("aab", "a a b")]
    [InlineData("aaab", "a 1x2 b")]
    [InlineData("xaaaaay", "x a 1x4 y")]
    [InlineData("xababab", "x a b 2x2")]
    [InlineData("xabab", "x a b 2x1")]
    [InlineData("abcabcabcz", "a b c 3x2 z")]
    [InlineData("ababa", "a b 2x1 a")]
    public void What_comes_again_is_folded(string frames, string folded)
    {
        Fold(frames, 100).Should().Be(folded);
    }

    [Fact]
    public void Of_too_many_entries_the_innermost_and_the_outermost_stay()
    {
        Fold("abcdefghijklmnopqrstuvwxyz", 7).Should().Be("a b c d -20 y z");
        Fold("abcdeeeeefghijklmnopqrstuv", 7).Should().Be("a b c d -20 u v");
    }

    [Fact]
    public void No_frame_is_lost_or_made_up()
    {
        var random = new Random(7);
        for (var round = 0; round < 2_000; round++)
        {
            var frames = new string(random.GetItems<char>("abc", random.Next(40)));
            var text = "";
            foreach (var entry in StackFolder.Fold(frames.Length, at => frames[at].ToString(), static (one, other) => one == other, int.MaxValue))
            {
                text += entry.Frame ?? string.Concat(Enumerable.Repeat(text[^entry.Above..], entry.Times));
            }

            text.Should().Be(frames);
        }
    }

    private static string Fold(string frames, int most) =>
        string.Join(' ', StackFolder.Fold(frames.Length, at => frames[at].ToString(), static (one, other) => one == other, most)
            .Select(static entry => entry.Frame ?? (entry.Above == 0 ? $"-{entry.Times}" : $"{entry.Above}x{entry.Times}")));
}
