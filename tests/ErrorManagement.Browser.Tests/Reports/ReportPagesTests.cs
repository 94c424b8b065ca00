using System.Text;
using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using ErrorManagement.Analytics.Tests.Reports;
using ErrorManagement.Browser.Tests.Browsers;
using Microsoft.Playwright;

namespace ErrorManagement.Browser.Tests.Reports;

public sealed partial class ReportPagesTests(Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
{
    private const int Wide = 1280;
    private const int Narrow = 360;
    private const int Paper = 703; // A4 less its margins, in CSS pixels

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("errormanagement-pages.");
    private readonly List<string> _told = [];
    private IPage? _page;

    public static TheoryData<string, ColorScheme> Pages()
    {
        var pages = new TheoryData<string, ColorScheme>();
        foreach (var name in SamplePages.Names)
        {
            pages.Add(name, ColorScheme.Light);
            pages.Add(name, ColorScheme.Dark);
        }

        return pages;
    }

    public static TheoryData<string> Names => [.. SamplePages.Names];

    public static TheoryData<string, string[]> Texts => new()
    {
        { "daily-usual", ["webshop", "1,505 errors on 2026-11-20, 2 of them critical; that is", "Circuit breaker payments-gateway opened 8 times and was closed again at the end", "GatewayTimeoutException", "SHOP-PAY-007", "did not answer within <DUR>", "came back", "muted", "Mailbox of <EMAIL> is full", "High frequency", "Retry less", "mail-relay"] },
        { "weekly-usual", ["3,514 errors from 2026-11-16 to 2026-11-22", "502", "Fri 20", "SmtpCommandException", "search-index"] },
        { "incident-usual", ["The payment gateway does not answer", "1,210 errors from 2026-11-20 14:05:00 to 2026-11-20 14:59:00 UTC", "42.8/min", "http:503"] },
        { "components-usual", ["3 of 5 components are not healthy, the worst is payments: critical", "1,158", "checkout"] },
        { "status-usual", ["Health is good: 71.7 of 100.", "Circuit breaker payments-gateway is Open", "at Shop.Payments.Gateway.ChargeAsync(Order order) in Gateway.cs:line 42", "12,299", "elevated error rate"] },
        { "daily-hostile", ["</td></table></style></title></svg><script>", "(U+202E)", "(U+0000)", "(U+001B)", "\uFFFD", "(U+FFFE)"] },
    };

    [ChromiumTheory]
    [MemberData(nameof(Pages))]
    public async Task A_page_loads_nothing_runs_nothing_is_accessible_and_fits_wide_and_narrow_screens(string name, ColorScheme scheme)
    {
        var page = await OpenAsync(name, scheme, Wide);
        (await page.Locator("script, iframe, object, embed, link, img, [onload], [onclick], [onerror]").CountAsync()).Should().Be(0);
        (await OverflowAsync(page)).Should().BeLessThanOrEqualTo(0, "no page scrolls sideways as a whole");
        var ground = await page.EvaluateAsync<int[]>("() => getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, 3).map(Number)");
        (scheme == ColorScheme.Light ? 255 - ground.Average() : ground.Average()).Should().BeLessThan(60, "a page is light or dark as its reader wants");

        await page.SetViewportSizeAsync(Narrow, 800);
        (await OverflowAsync(page)).Should().BeLessThanOrEqualTo(0, "no page scrolls sideways as a whole, on a phone neither");
        _told.Should().Equal([$"request {page.Url}"], "there is the page alone, and no message about it");

        // Narrow, so that what scrolls must be within reach of the keyboard, and with all that is folded away.
        await page.EvaluateAsync("() => document.querySelectorAll('details').forEach(d => d.open = true)");
        (await OverflowAsync(page)).Should().BeLessThanOrEqualTo(0, "nor when everything is unfolded");
        var found = await page.RunAxe();
        found.Violations.Select(Describe).Should().BeEmpty();
        found.Passes.Should().Contain(static rule => rule.Id == "color-contrast", "a check that looked at nothing has found nothing");
    }

    [ChromiumTheory]
    [MemberData(nameof(Names))]
    public async Task A_page_can_be_printed_and_nothing_is_cut_off(string name)
    {
        var page = await OpenAsync(name, ColorScheme.Dark, Paper);
        var pdf = await page.PdfAsync(new PagePdfOptions { Format = "A4", PrintBackground = false });
        PdfPage().Count(Encoding.Latin1.GetString(pdf)).Should().BeGreaterThan(0);

        await page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        var cut = await page.EvaluateAsync<string[]>(
            "() => [...document.querySelectorAll('.page, .scroll, .chart, pre, td, th, dd')].filter(e => e.scrollWidth > e.clientWidth + 1 && !e.closest('.unseen')).map(e => e.tagName + '.' + e.className + ' ' + e.scrollWidth + ' > ' + e.clientWidth + ': ' + e.textContent.trim().slice(0, 60))");
        cut.Should().BeEmpty();
        var ink = await page.EvaluateAsync<int[]>("() => getComputedStyle(document.querySelector('h1')).color.match(/\\d+/g).slice(0, 3).map(Number)");
        ink.Average().Should().BeLessThan(80, "on paper ink is dark, though the screen is, too");
        (await OverflowAsync(page)).Should().BeLessThanOrEqualTo(0);
    }

    [ChromiumTheory]
    [MemberData(nameof(Texts))]
    public async Task A_reader_finds_what_the_report_holds(string name, string[] texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var page = await OpenAsync(name, ColorScheme.Light, Wide);

        var shown = Blanks().Replace(await page.Locator("body").TextContentAsync() ?? "", " ");
        texts.Where(text => !shown.Contains(text, StringComparison.Ordinal)).Should().BeEmpty();
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_page is not null)
        {
            await _page.Context.CloseAsync();
        }

        _folder.Delete(recursive: true);
    }

    private async Task<IPage> OpenAsync(string name, ColorScheme scheme, int width)
    {
        var file = Path.Combine(_folder.FullName, name + ".html");
        await File.WriteAllTextAsync(file, SamplePages.Make(name));
        var page = _page = await chromium.OpenAsync(scheme, width);
        page.Console += (_, message) => _told.Add($"console {message.Type}: {message.Text}");
        page.PageError += (_, error) => _told.Add($"error {error}");
        page.Request += (_, request) => _told.Add($"request {request.Url}");
        await page.GotoAsync(new Uri(file).AbsoluteUri);
        return page;
    }

    private static Task<int> OverflowAsync(IPage page) => page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");

    private static string Describe(AxeResultItem violation) =>
        $"{violation.Impact} {violation.Id}: {violation.Help} {string.Join("; ", violation.Nodes.Take(4).Select(node => node.Html))}";

    [GeneratedRegex("/Type ?/Page\\b")]
    private static partial Regex PdfPage();

    [GeneratedRegex("\\s+")]
    private static partial Regex Blanks();
}
