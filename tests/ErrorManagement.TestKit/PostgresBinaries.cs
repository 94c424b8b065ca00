using System.Diagnostics;

namespace ErrorManagement.TestKit;

/// <summary>Where the programs of PostgreSQL are, and as whom they run.</summary>
internal sealed class PostgresBinaries
{
    private const string Advice = "install it, on Debian and Ubuntu with: apt-get install --no-install-recommends postgresql";

    private readonly string _directory;
    private readonly bool _isRoot = Environment.IsPrivilegedProcess;

    private PostgresBinaries(string directory) => _directory = directory;

    /// <summary>Looks for them: on the PATH, and where Debian puts them, the newest version first.</summary>
    /// <param name="found">The programs; null when something is missing.</param>
    /// <returns>One sentence that says what is missing; null when all is there.</returns>
    public static string? Find(out PostgresBinaries? found)
    {
        found = null;
        if (!OperatingSystem.IsLinux())
        {
            return "The PostgreSQL server is started, stopped and killed by signals and found through /proc: these tests need Linux.";
        }

        var directory = Places().FirstOrDefault(place => File.Exists(Path.Combine(place, "postgres")) && File.Exists(Path.Combine(place, "initdb")));
        if (directory is null)
        {
            return $"The server programs of PostgreSQL (postgres, initdb) are neither on the PATH nor under /usr/lib/postgresql: {Advice}.";
        }

        var binaries = new PostgresBinaries(directory);
        if (binaries._isRoot && !File.ReadLines("/etc/passwd").Any(line => line.StartsWith("postgres:", StringComparison.Ordinal)))
        {
            return $"PostgreSQL does not run for root, and there is no user 'postgres', whom Debian's package makes: {Advice}.";
        }

        found = binaries;
        return null;
    }

    /// <summary>Gives a directory to the user who runs the server.</summary>
    public void Own(string directory)
    {
        if (_isRoot)
        {
            using var chown = Process.Start("chown", ["postgres", directory]);
            chown.WaitForExit();
        }
    }

    /// <summary>Starts one of the programs through a line of shell, which finds it and its arguments in <c>"$@"</c>.</summary>
    public Process Start(string shell, string program, IEnumerable<string> arguments)
    {
        string[] call = ["/bin/sh", "-c", shell, program, Path.Combine(_directory, program), .. arguments];
        // setpriv replaces itself, asks no password and opens no session, unlike su and runuser.
        string[] line = _isRoot ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--", .. call] : call;
        return Process.Start(line[0], line[1..]);
    }

    private static IEnumerable<string> Places()
    {
        foreach (var place in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            yield return place;
        }

        const string Debian = "/usr/lib/postgresql";
        if (Directory.Exists(Debian))
        {
            foreach (var version in Directory.GetDirectories(Debian).OrderByDescending(d => int.TryParse(Path.GetFileName(d), out var number) ? number : 0))
            {
                yield return Path.Combine(version, "bin");
            }
        }
    }
}
