using ErrorManagement.Analytics.LifeCycles;

namespace ErrorManagement.Analytics.Tests.LifeCycles;

public sealed class SemanticVersionTests
{
    [Theory] // semver.org, section 11, and what teams write besides
    [InlineData("1.0.0", "2.0.0")]
    [InlineData("2.0.0", "2.1.0")]
    [InlineData("2.1.0", "2.1.1")]
    [InlineData("2.9.0", "2.10.0")]
    [InlineData("1.0.0-alpha", "1.0.0-alpha.1")]
    [InlineData("1.0.0-alpha.1", "1.0.0-alpha.beta")]
    [InlineData("1.0.0-alpha.beta", "1.0.0-beta")]
    [InlineData("1.0.0-beta", "1.0.0-beta.2")]
    [InlineData("1.0.0-beta.2", "1.0.0-beta.11")]
    [InlineData("1.0.0-beta.11", "1.0.0-rc.1")]
    [InlineData("1.0.0-rc.1", "1.0.0")]
    [InlineData("1.0.0-Beta", "1.0.0-alpha")]
    [InlineData("1.0.0-99", "1.0.0--")]
    [InlineData("v2.2.0", "2.2.1")]
    [InlineData("2.2", "V2.3")]
    [InlineData("1.2.3.4", "1.2.3.10")]
    [InlineData("1.2.3", "1.2.3.1")]
    [InlineData("2024.01.15", "2024.1.16")]
    [InlineData("1.0.0-a-b", "1.0.0-a-c")]
    [InlineData("1.99999999999999999999999999.0", "1.100000000000000000000000000.0")]
    public void The_older_one_comes_first(string older, string newer)
    {
        Compare(older, newer).Should().BeNegative();
        Compare(newer, older).Should().BePositive();
    }

    [Theory]
    [InlineData("1.2", "1.2.0")]
    [InlineData("1.2.0", "v1.2.0.0")]
    [InlineData("1.0.0+build.7", "1.0.0+build.8")]
    [InlineData("1.0.0-rc.1+a", "1.0.0-rc.1")]
    [InlineData("01.002.0", "1.2.0")]
    public void Neither_comes_first(string one, string other)
    {
        Compare(one, other).Should().Be(0);
        Compare(other, one).Should().Be(0);
    }

    [Theory]
    [InlineData("")]
    [InlineData("v")]
    [InlineData("1")]
    [InlineData("1.2.3.4.5")]
    [InlineData("1..2")]
    [InlineData("1.2.")]
    [InlineData(".1.2")]
    [InlineData("1.2.3-")]
    [InlineData("1.2.3-a..b")]
    [InlineData("1.2.3+")]
    [InlineData("1.2.3-a_b")]
    [InlineData("1.2.x")]
    [InlineData("-1.2")]
    [InlineData(" 1.2")]
    [InlineData("2024-01-15")]
    [InlineData("9f86d08")]
    [InlineData("app@1.2.3")]
    [InlineData("1.2\u0663")]
    [InlineData("vv1.2")]
    public void Other_texts_are_no_versions(string text) => SemanticVersion.TryParse(text, out _).Should().BeFalse();

    [Fact]
    public void No_text_makes_it_fail_and_the_order_has_no_circles()
    {
        const string letters = "0129v.-+aZ_ \u0663\ud83d";
        var random = new Random(7);
        var texts = Enumerable.Range(0, 20_000).Select(_ => string.Concat(Enumerable.Range(0, random.Next(9)).Select(_ => letters[random.Next(letters.Length)]))).Append("1.0.0").ToList();
        var versions = texts.Where(text => SemanticVersion.TryParse(text, out _)).Take(200).ToList();

        versions.Should().HaveCountGreaterThan(30);
        versions.Sort(Compare);
        for (var i = 0; i < versions.Count; i++)
        {
            for (var j = i; j < versions.Count; j++)
            {
                Compare(versions[i], versions[j]).Should().BeLessThanOrEqualTo(0, "{0} was sorted before {1}", versions[i], versions[j]);
            }
        }
    }

    private static int Compare(string a, string b)
    {
        SemanticVersion.TryParse(a, out var one).Should().BeTrue();
        SemanticVersion.TryParse(b, out var other).Should().BeTrue();
        return one.CompareTo(other);
    }
}
