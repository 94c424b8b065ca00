using Microsoft.Playwright;

namespace ErrorManagement.Browser.Tests.Browsers;

/// <summary>Pictures of pages for the docs, taken when <c>SCREENSHOTS</c> names a folder.</summary>
internal static class Pictures
{
    private const string Variable = "SCREENSHOTS";

    /// <summary>Takes a picture, where one is asked for.</summary>
    /// <param name="page">The page.</param>
    /// <param name="name">The file's name without its ending.</param>
    /// <param name="height">How much of the page, from the top, in pixels; null for all.</param>
    public static async Task TakeAsync(IPage page, string name, int? height)
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } folder)
        {
            return;
        }

        // Relative to the root, as the tests run below it.
        var path = Path.Combine(Root(), folder, name + ".png");
        var width = page.ViewportSize!.Width;
        await page.ScreenshotAsync(height is { } most
            ? new PageScreenshotOptions { Path = path, FullPage = true, Clip = new Clip { Width = width, Height = most } }
            : new PageScreenshotOptions { Path = path, FullPage = true });
    }

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ErrorManagement.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No ErrorManagement.sln above {AppContext.BaseDirectory}.");
    }
}
