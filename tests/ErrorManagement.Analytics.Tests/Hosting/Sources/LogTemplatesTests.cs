using ErrorManagement.Analytics.Hosting.Sources;

namespace ErrorManagement.Analytics.Tests.Hosting.Sources;

public sealed class LogTemplatesTests
{
    private readonly LogTemplates _templates = new();

    [Fact] // texts of attributes are no literals, so no theory
    public void A_literal_is_a_template_as_it_stands()
    {
        for (var i = 0; i < 2; i++)
        {
            _templates.Of("Order {OrderId} failed with 404", hasValues: true).Should().Be("Order {OrderId} failed with 404");
            _templates.Of("Port 8080 is taken", hasValues: false).Should().Be("Port 8080 is taken");
        }
    }

    [Fact]
    public void A_format_made_at_run_time_is_masked_and_keeps_the_names_of_its_values()
    {
        var order = 4711;

        _templates.Of($"Order {order} of {{Customer}} failed", hasValues: true).Should().Be("Order <num> of {Customer} failed");
        _templates.Of($"Order {order} failed", hasValues: false).Should().BeNull("the message says it all");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public void Nothing_is_no_template(string? format) => _templates.Of(format, hasValues: false).Should().BeNull();
}
