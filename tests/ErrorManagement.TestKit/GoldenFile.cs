using System.Globalization;
using System.Runtime.CompilerServices;

namespace ErrorManagement.TestKit;

/// <summary>
/// Texts that are committed whole, in a folder <c>Golden</c> beside the test that compares with them. Set <c>ACCEPT_GOLDEN=1</c> to write them anew;
/// where <c>CI</c> is true that is passed over, and a file that is missing is a failure.
/// </summary>
public static class GoldenFile
{
    private const string AcceptVariable = "ACCEPT_GOLDEN";
    private const string Root = "ErrorManagement.sln";
    private const string Zone = "TZ";

    private static readonly Lock Gate = new();

    /// <summary>Compares a text with a committed file, letter for letter; files are UTF-8 without a byte order mark, and lines end in a line feed.</summary>
    /// <param name="name">The file's name, such as <c>daily-empty.json</c>.</param>
    /// <param name="actual">The text.</param>
    /// <param name="test">Filled in by the compiler: where the test lies.</param>
    /// <exception cref="InvalidOperationException">They differ; the message names the first line that does.</exception>
    public static void Check(string name, string actual, [CallerFilePath] string test = "")
    {
        var path = Path.Combine(FolderOf(test), "Golden", name);
        if (Environment.GetEnvironmentVariable(AcceptVariable) == "1" && Environment.GetEnvironmentVariable("CI") != "true")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            lock (Gate)
            {
                File.WriteAllText(path, actual);
            }

            return;
        }

        if (!File.Exists(path))
        {
            throw new InvalidOperationException($"There is no {path}. {Advice}");
        }

        var expected = File.ReadAllText(path);
        if (!string.Equals(expected, actual, StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"{path}: {Difference(expected, actual)}\n{Advice}");
        }
    }

    /// <summary>Compares what a function returns with a committed file, under several cultures and in another time zone of the machine.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="make">Makes the text anew.</param>
    /// <param name="test">Filled in by the compiler: where the test lies.</param>
    /// <exception cref="InvalidOperationException">They differ; the message names the culture and the first line that does.</exception>
    public static void CheckEverywhere(string name, Func<string> make, [CallerFilePath] string test = "")
    {
        ArgumentNullException.ThrowIfNull(make);
        foreach (var (culture, zone) in new[] { ("", null), ("de-DE", "Asia/Kathmandu"), ("ar-SA", "America/St_Johns"), ("tr-TR", (string?)null) })
        {
            string actual;
            try
            {
                actual = In(culture, zone, make);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Under culture '{culture}', in the time zone {zone ?? "of the machine"}, it was not made: {e.Message}", e);
            }

            try
            {
                Check(name, actual, test);
            }
            catch (InvalidOperationException e)
            {
                throw new InvalidOperationException($"Under culture '{culture}', in the time zone {zone ?? "of the machine"}: {e.Message}", e);
            }
        }
    }

    /// <summary>The first line in which two texts differ, in words.</summary>
    public static string Difference(string expected, string actual)
    {
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(actual);
        var wanted = expected.Split('\n');
        var found = actual.Split('\n');
        for (var i = 0; i < Math.Max(wanted.Length, found.Length); i++)
        {
            var left = i < wanted.Length ? wanted[i] : null;
            var right = i < found.Length ? found[i] : null;
            if (!string.Equals(left, right, StringComparison.Ordinal))
            {
                return string.Create(CultureInfo.InvariantCulture, $"line {i + 1} is another one.\n  committed: {Shown(left)}\n  now:       {Shown(right)}");
            }
        }

        return "no line is another one.";
    }

    private static string Advice => $"When it is as it should be: {AcceptVariable}=1 dotnet test, look at the difference, and commit it.";

    private static string Shown(string? line) => line is null ? "(the text has ended)" : line.Replace("\r", "\\r", StringComparison.Ordinal);

    private static string In(string culture, string? zone, Func<string> make)
    {
        var before = CultureInfo.CurrentCulture;
        lock (Gate)
        {
            var zoneBefore = Environment.GetEnvironmentVariable(Zone);
            try
            {
                CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
                Environment.SetEnvironmentVariable(Zone, zone ?? zoneBefore);
                TimeZoneInfo.ClearCachedData();
                return make();
            }
            finally
            {
                CultureInfo.CurrentCulture = before;
                Environment.SetEnvironmentVariable(Zone, zoneBefore);
                TimeZoneInfo.ClearCachedData();
            }
        }
    }

    // A build for CI may write another root into the paths; what follows "tests" is the same.
    private static string FolderOf(string test)
    {
        if (File.Exists(test))
        {
            return Path.GetDirectoryName(test)!;
        }

        var unified = test.Replace('\\', '/');
        var at = unified.LastIndexOf("/tests/", StringComparison.Ordinal);
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null && at >= 0; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Root)))
            {
                return Path.GetDirectoryName(Path.Combine(folder.FullName, unified[(at + 1)..]))!;
            }
        }

        throw new InvalidOperationException($"The folder of {test} was not found.");
    }
}
