namespace ErrorManagement.Analytics.Tests.Records;

public class ErrorExportFormatsTests
{
    [Theory] // S0.93: an unknown format is an argument error
    [InlineData("json", ErrorExportFormat.Json)]
    [InlineData(" JSONL ", ErrorExportFormat.JsonLines)]
    [InlineData("ndjson", ErrorExportFormat.JsonLines)]
    [InlineData("csv", ErrorExportFormat.Csv)]
    [InlineData("md", ErrorExportFormat.Markdown)]
    [InlineData("Markdown", ErrorExportFormat.Markdown)]
    public void A_format_is_read_from_its_name(string name, ErrorExportFormat format)
    {
        ErrorExportFormats.Parse(name).Should().Be(format);
        ErrorExportFormats.Parse(format.ToWireName()).Should().Be(format);
    }

    [Theory]
    [InlineData("xml")]
    [InlineData("")]
    [InlineData("json,csv")]
    public void Another_name_is_an_argument_error_that_lists_the_valid_ones(string name)
    {
        FluentActions.Invoking(() => ErrorExportFormats.Parse(name)).Should().Throw<ArgumentException>().WithMessage($"'{name}' is not an export format*json*jsonl*csv*md*");
        ErrorExportFormats.TryParse(name, out _).Should().BeFalse();
        ErrorExportFormats.TryParse(null, out _).Should().BeFalse();
        ((ErrorExportFormat)7).ToWireName().Should().Be("json");
    }
}
