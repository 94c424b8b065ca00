using ErrorManagement.Analytics;

namespace ErrorManagement.Architecture.Tests.Snippets;

/// <summary>The code of docs/html-reports.md.</summary>
public sealed class HtmlReportsPageTests
{
    [Fact]
    public async Task A_page_of_how_things_are_now()
    {
        using var registry = new ErrorRegistry();
        registry.Record(new TimeoutException("too slow"), "payments");
        var path = Path.GetTempFileName();
        var cancellationToken = CancellationToken.None;

        #region now
        var reporter = new ErrorReporter(registry, applicationName: "webshop");
        await File.WriteAllTextAsync(path, reporter.ToHtml(), cancellationToken);
        #endregion

        (await File.ReadAllTextAsync(path, cancellationToken)).Should().StartWith("<!DOCTYPE html>").And.Contain("TimeoutException").And.Contain("webshop");
        File.Delete(path);
    }

    [Fact]
    public void A_page_of_components()
    {
        using var registry = new ErrorRegistry();
        registry.Record(new TimeoutException("too slow"), "payments");

        #region components
        string page = ComponentHealthReport.Of(registry).ToHtml();
        #endregion

        page.Should().Contain("payments").And.Contain("healthy");
    }
}
