using ErrorManagement.Analytics.Signatures;

namespace ErrorManagement.Architecture.Tests.Snippets;

/// <summary>The catalogue of docs/error-patterns.md.</summary>
public sealed class ErrorPatternsPageTests
{
    [Fact] // S4.25
    public void Every_signature_has_its_section_with_category_and_severity()
    {
        var lines = File.ReadAllLines(Repository.PathOf("docs", "error-patterns.md"));
        var sections = lines.Index().Where(line => line.Item.StartsWith("### ", StringComparison.Ordinal))
            .Select(line => $"{line.Item[4..]}: {lines[line.Index + 2].Split('.')[0]}");

        sections.Should().Equal(ErrorSignatures.Default.Signatures.Append(ErrorSignature.Unknown).Select(signature => $"{signature.Title}: {signature.Category}, {signature.SeverityName}"));
    }
}
