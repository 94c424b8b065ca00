using Microsoft.Playwright;

namespace ErrorManagement.Browser.Tests.Browsers;

/// <summary>Pictures of pages, taken anew when <c>SCREENSHOTS</c> names a folder: from the root of the repository, or a full path.</summary>
internal static class Pictures
{
    private const string Variable = "SCREENSHOTS";
    private const string Committed = "docs/images";

    /// <summary>Whether they are to be taken.</summary>
    public static bool AreWanted => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variable));

    /// <summary>Where a picture lies, or is to lie.</summary>
    public static string PathOf(string name) =>
        Path.Combine(Root(), Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder ? folder : Committed, name + ".png");

    /// <summary>Takes a picture of a page from its top.</summary>
    /// <param name="page">The page.</param>
    /// <param name="name">The file's name without its ending.</param>
    /// <param name="height">How much of it, in pixels; no more than there is.</param>
    public static async Task TakeAsync(IPage page, string name, int height)
    {
        var all = await page.EvaluateAsync<int>("() => document.documentElement.scrollHeight");
        await page.ScreenshotAsync(new PageScreenshotOptions
        {
            Path = PathOf(name),
            FullPage = true,
            Clip = new Clip { Width = page.ViewportSize!.Width, Height = Math.Min(all, height) },
        });
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
