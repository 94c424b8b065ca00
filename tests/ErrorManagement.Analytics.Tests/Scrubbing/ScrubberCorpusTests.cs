using ErrorManagement.Analytics.Scrubbing;

namespace ErrorManagement.Analytics.Tests.Scrubbing;

public sealed class ScrubberCorpusTests
{
    private static readonly SecretScrubber Scrubber = new(new ScrubbingOptions());

    public static TheoryData<string> Kinds => [.. CorpusEntry.All.Select(e => e.Kind).Distinct()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Secrets_go_and_all_else_stays(string kind) =>
        CorpusEntry.All.Where(e => e.Kind == kind).Select(e => (e.Text, e.Kept, Got: Scrubber.Scrub(e.Text)))
            .Where(e => e.Got != e.Kept)
            .Select(e => $"{e.Text} ⇒ {e.Got}, and not {e.Kept}")
            .Should().BeEmpty();

    [Fact]
    public void The_corpus_is_large_and_shows_both_sides()
    {
        CorpusEntry.All.Count(e => e.IsTouched).Should().BeGreaterThan(100);
        CorpusEntry.All.Count(e => !e.IsTouched).Should().BeGreaterThan(90);
    }

    [Fact]
    public void No_secret_is_missed_by_the_quick_look() =>
        CorpusEntry.All.Where(e => e.IsTouched && !Scrubber.MayHoldSecret(e.Text)).Select(e => e.Text).Should().BeEmpty();

    [Fact]
    public void What_is_kept_is_kept_as_it_is_when_it_comes_again() =>
        CorpusEntry.All.Where(e => !ReferenceEquals(Scrubber.Scrub(e.Kept), e.Kept)).Select(e => $"{e.Kept} ⇒ {Scrubber.Scrub(e.Kept)}").Should().BeEmpty();

    [Fact] // the words around a text must not hide what is in it
    public void A_secret_is_found_within_a_longer_text() =>
        CorpusEntry.All.Where(e => e.IsTouched && !e.Text.Contains("-----BEGIN", StringComparison.Ordinal) && !e.Text.Contains(":\"hunter", StringComparison.Ordinal) && !e.Text.StartsWith("cut", StringComparison.Ordinal))
            .Select(e => (e.Text, e.Kept, Got: Scrubber.Scrub($"Request 17 to orders failed:\n{e.Text}\nafter 30 s")))
            .Where(e => e.Got != $"Request 17 to orders failed:\n{e.Kept}\nafter 30 s")
            .Select(e => $"{e.Text} ⇒ {e.Got}")
            .Should().BeEmpty();
}
