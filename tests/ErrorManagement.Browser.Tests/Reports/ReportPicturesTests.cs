using ErrorManagement.Analytics.Tests.Reports;
using ErrorManagement.Browser.Tests.Browsers;
using Microsoft.Playwright;

namespace ErrorManagement.Browser.Tests.Reports;

/// <summary>The pictures that docs/html-reports.md shows.</summary>
public sealed class ReportPicturesTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const int Wide = 1280;
    private const int MaxBytes = 200_000;

    [ChromiumTheory]
    [InlineData("report-daily-light", "daily-usual", ColorScheme.Light, 1500)]
    [InlineData("report-daily-dark", "daily-usual", ColorScheme.Dark, 1080)]
    [InlineData("report-weekly", "weekly-usual", ColorScheme.Light, 1080)]
    [InlineData("report-incident", "incident-usual", ColorScheme.Light, 1080)]
    [InlineData("report-status", "status-usual", ColorScheme.Light, 1400)]
    [InlineData("report-components", "components-usual", ColorScheme.Light, 700)]
    public async Task The_docs_have_a_small_picture_of_each_page(string picture, string name, ColorScheme scheme, int height)
    {
        if (Pictures.AreWanted)
        {
            var page = await chromium.OpenAsync(scheme, Wide);
            await page.SetContentAsync(SamplePages.Make(name));
            await Pictures.TakeAsync(page, picture, height);
            await page.Context.CloseAsync();
        }

        new FileInfo(Pictures.PathOf(picture)).Length.Should().BeInRange(1, MaxBytes);
    }
}
