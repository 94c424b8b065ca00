using ErrorManagement.Analytics.Stacks;

namespace ErrorManagement.Analytics.Tests.Stacks;

public sealed class FrameFolderTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("abc", "abc")]
    [InlineData("aab", "ab")]
    [InlineData("xaaaay", "xay")]
    [InlineData("xababy", "xaby")]
    [InlineData("xabababy", "xaby")]
    [InlineData("abcabcabcz", "abcz")]
    [InlineData("aabaabz", "abz")]
    [InlineData("aba", "aba")]
    public void What_comes_again_right_away_counts_once(string frames, string folded)
    {
        string.Concat(FrameFolder.Fold([.. frames.Select(static c => c.ToString())])).Should().Be(folded);
    }
}
