using ErrorManagement.Analytics.Signatures;

namespace ErrorManagement.Analytics.Tests.Signatures;

public sealed class PhaseErrorsTests
{
    [Fact] // S4.9
    public void The_phases_are_read_in_their_order() =>
        PhaseErrors.Parse("""{"Build": "ModuleNotFoundError: x", "Test": "timed out\nafter 3 s", "Deploy": ""}""").Should().Equal(
            new PhaseError("Build", "ModuleNotFoundError: x"),
            new PhaseError("Test", "timed out\nafter 3 s"),
            new PhaseError("Deploy", ""));

    [Theory] // U37: malformed JSON counts as absent
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("12")]
    [InlineData("{")]
    [InlineData("{\"a\": \"b\"")]
    [InlineData("{\"a\": \"b\",}")]
    [InlineData("{'a': 'b'}")]
    [InlineData("{\"a\": \"b\"} trailing")]
    [InlineData("{\"a\": NaN}")]
    [InlineData("not json at all")]
    [InlineData("{}")]
    public void What_is_no_such_object_is_absent(string? json) => PhaseErrors.Parse(json).Should().BeEmpty();

    [Fact]
    public void Depth_and_length_beyond_the_bounds_are_absent_too()
    {
        PhaseErrors.Parse("{\"a\":" + new string('[', 100_000)).Should().BeEmpty();
        PhaseErrors.Parse("{\"a\": \"" + new string('x', 1 << 20) + "\"}").Should().BeEmpty();
    }

    [Theory] // U37: what is no character loses nothing else
    [InlineData("{\"a\": \"b\\ud800\"}", "a", "b\uFFFD")]
    [InlineData("{\"a\": \"b\ud800\"}", "a", "b\uFFFD")]
    [InlineData("{\"\\ud800\": \"\\ud83d\\ude00\"}", "\uFFFD", "😀")]
    public void Half_a_surrogate_pair_reads_as_no_character(string json, string phase, string message) => PhaseErrors.Parse(json).Should().Equal(new PhaseError(phase, message));

    [Fact]
    public void Values_that_are_no_texts_are_their_json_and_null_is_no_error() =>
        PhaseErrors.Parse("\ufeff {\"a\": null, \"b\": 12, \"c\": {\"x\": [1]}, \"d\": true, \"b\": \"last\"}").Should().Equal(
            new PhaseError("b", "last"),
            new PhaseError("c", "{\"x\": [1]}"),
            new PhaseError("d", "true"));

    [Fact]
    public void Texts_and_numbers_of_phases_are_bounded()
    {
        PhaseErrors.Parse("{\"a\": \"" + new string('x', 20_000) + "\"}")[0].Message.Should().HaveLength(16_384);
        PhaseErrors.Parse("{" + string.Join(',', Enumerable.Range(0, 5_000).Select(i => $"\"p{i}\":\"x\"")) + "}").Should().HaveCount(1_000);
    }

    [Fact] // S4.9, S4.10
    public void What_was_read_can_be_counted() =>
        ErrorSignatures.Default.FindPatterns(PhaseErrors.Parse("""{"Build": "No module named 'x'", "Test": "ImportError"}""").Select(p => new SignatureOccurrence(p.Message, Phase: p.Phase, Run: "r1")))
            .Should().ContainSingle().Which.AffectedPhases.Should().Equal("Build", "Test");
}
