using Microsoft.Playwright;

namespace ErrorManagement.Browser.Tests.Browsers;

/// <summary>The machine's own Chromium or Chrome, without a window: one for all tests of a class.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private const string Variable = "ERRORMANAGEMENT_CHROMIUM";

    // Nothing that talks to the network by itself, nothing that needs a screen, and root may run it.
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/opt/google/chrome/chrome"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>One sentence that says what is missing; null when all is there.</summary>
    public static string? WhatIsMissing { get; } = Program is null
        ? $"No Chromium was found at {string.Join(", ", Places)}: install it, on Debian and Ubuntu with: apt-get install --no-install-recommends chromium. Or name it in {Variable}."
        : null;

    private static string? Program => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : Array.Find(Places, File.Exists);

    /// <summary>A tab of its own, with nothing of the others.</summary>
    public async Task<IPage> OpenAsync(ColorScheme scheme, int width, int height = 900)
    {
        var browser = _browser ?? throw new InvalidOperationException(WhatIsMissing);
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            ColorScheme = scheme,
            ViewportSize = new ViewportSize { Width = width, Height = height },
            Locale = "en-GB",
            TimezoneId = "Asia/Kathmandu",
        });
        return await context.NewPageAsync();
    }

    public async Task InitializeAsync()
    {
        if (Program is not { } program)
        {
            return; // each test says so
        }

        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = program, Args = Arguments });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}
