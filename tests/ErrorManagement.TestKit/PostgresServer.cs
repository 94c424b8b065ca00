using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ErrorManagement.TestKit;

/// <summary>
/// A real PostgreSQL server of its own: made in a temporary directory, on a free loopback port, gone when it is disposed.
/// It dies, hangs and comes back when a test says so.
/// </summary>
/// <remarks>
/// <para>
/// Linux, with Debian's package or another one's binaries; <see cref="WhatIsMissing"/> says what a machine lacks. The server refuses to run
/// for root, so it then runs as user <c>postgres</c>, which the package makes.
/// </para>
/// <para>
/// Nothing stays behind, even when the process of the tests is killed: a small shell waits for the end of its input, which this process holds
/// open, and then kills what works in the directory and removes it. Not safe on several threads, except <see cref="CountLog"/>.
/// </para>
/// </remarks>
public sealed class PostgresServer : IAsyncDisposable
{
    // Time that a busy machine may need; a healthy one needs a second for all of it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly PostgresBinaries _binaries;
    private readonly int _maxConnections;
    private readonly Process _undertaker;
    private Process? _postmaster;
    private bool _disposed;

    private PostgresServer(PostgresBinaries binaries, int maxConnections)
    {
        _binaries = binaries;
        _maxConnections = maxConnections;
        Directory = System.IO.Directory.CreateTempSubdirectory("errormanagement-pg-").FullName;
        _undertaker = StartUndertaker(Directory);
        Port = FreePort();
    }

    /// <summary>One sentence that says what to install, or null when a server can be started.</summary>
    public static string? WhatIsMissing => PostgresBinaries.Find(out _);

    /// <summary>The directory with its data and its log; removed with it.</summary>
    public string Directory { get; }

    /// <summary>The port; it stays the same over restarts.</summary>
    public int Port { get; }

    /// <summary>What a client needs to connect. The superuser without a password: the server listens on loopback only.</summary>
    public string ConnectionString => string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={Port};Username=postgres;Database=postgres");

    /// <summary>How many sessions of users other than the superuser it takes.</summary>
    public int SessionsForUsers => _maxConnections - ReservedSessions;

    private static int ReservedSessions => 3;

    private string Data => Path.Combine(Directory, "data");

    private string Log => Path.Combine(Directory, "log");

    /// <summary>Makes a server and waits until it takes connections.</summary>
    /// <param name="maxConnections">How many sessions it takes, three of them for the superuser alone; more are refused with SQLSTATE 53300.</param>
    /// <exception cref="InvalidOperationException">A part is missing (the message says which), or the server does not start (the message holds its log).</exception>
    public static async Task<PostgresServer> StartAsync(int maxConnections = 40)
    {
        if (PostgresBinaries.Find(out var binaries) is { } missing)
        {
            throw new InvalidOperationException(missing);
        }

        var server = new PostgresServer(binaries!, maxConnections);
        try
        {
            await server.MakeClusterAsync();
            await server.StartAgainAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it again after <see cref="Kill"/>, on the same port and data; it recovers from its log, as after any crash.</summary>
    public async Task StartAgainAsync()
    {
        if (_postmaster is not null)
        {
            throw new InvalidOperationException("The server runs already.");
        }

        // The shell is replaced by the server: the id of this process is that of the server.
        _postmaster = _binaries.Start(
            $"cd / && exec \"$@\" >> '{Log}' 2>&1 < /dev/null",
            "postgres",
            ["-D", Data, "-p", Port.ToString(CultureInfo.InvariantCulture), .. Settings()]);
        var waited = Stopwatch.StartNew();
        while (!IsReady())
        {
            if (_postmaster.HasExited || waited.Elapsed > Patience)
            {
                throw new InvalidOperationException($"PostgreSQL did not start. Its log says:{Environment.NewLine}{ReadLog()}");
            }

            await Task.Delay(10);
        }
    }

    /// <summary>Kills every process of the server at once, as a crash of its machine does: no good-bye to clients, connections are reset, the port is closed.</summary>
    public void Kill()
    {
        EndProcesses();
        _postmaster?.WaitForExit();
        _postmaster?.Dispose();
        _postmaster = null;
    }

    /// <summary>Stops every process of the server: connections stay, new ones are taken by the system, nothing is ever answered. Until <see cref="Thaw"/>.</summary>
    public void Freeze()
    {
        // Twice: a session may have been born between looking and stopping its parent.
        Signal(PosixSignals.Stop);
        Signal(PosixSignals.Stop);
    }

    /// <summary>Lets a frozen server go on.</summary>
    public void Thaw() => Signal(PosixSignals.Continue);

    /// <summary>How many lines of the server's log hold a text; over all of its lives. Statements are logged as <c>execute</c>, new connections as <c>connection received</c>.</summary>
    public long CountLog(string text)
    {
        var count = 0L;
        foreach (var line in ReadLog().AsSpan().EnumerateLines())
        {
            if (line.Contains(text, StringComparison.Ordinal))
            {
                count++;
            }
        }

        return count;
    }

    /// <summary>How many processes the server has: itself, its workers and one a session.</summary>
    public int CountProcesses() => Processes().Count;

    public ValueTask DisposeAsync()
    {
        if (!_disposed)
        {
            _disposed = true;
            Kill();
            _undertaker.StandardInput.Close();
            _undertaker.WaitForExit();
            _undertaker.Dispose();
        }

        return ValueTask.CompletedTask;
    }

    private static Process StartUndertaker(string directory)
    {
        // Processes of the server, and only they, work in its data directory.
        const string Script = """
            exec > /dev/null 2>&1
            trap '' INT TERM HUP
            read -r _
            for round in 1 2 3; do
              for process in /proc/[0-9]*; do
                if [ "$(readlink "$process/cwd" 2>/dev/null)" = "$1/data" ]; then kill -KILL "${process#/proc/}" 2>/dev/null; fi
              done
            done
            rm -rf -- "$1"
            """;
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true, WorkingDirectory = "/" };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(Script);
        start.ArgumentList.Add("undertaker");
        start.ArgumentList.Add(directory);
        return Process.Start(start)!;
    }

    /// <summary>A port that no outgoing connection takes while the server is dead: below the range that Linux gives to those.</summary>
    private static int FreePort()
    {
        while (true)
        {
            var port = Random.Shared.Next(20_000, 32_000);
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // Taken: another one.
            }
        }
    }

    private async Task MakeClusterAsync()
    {
        _binaries.Own(Directory);
        using var initdb = _binaries.Start($"cd / && exec \"$@\" > '{Log}' 2>&1 < /dev/null", "initdb", ["-D", Data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions"]);
        using var patience = new CancellationTokenSource(Patience);
        await initdb.WaitForExitAsync(patience.Token);
        if (initdb.ExitCode != 0)
        {
            throw new InvalidOperationException($"initdb ended with {initdb.ExitCode}:{Environment.NewLine}{ReadLog()}");
        }
    }

    private IEnumerable<string> Settings()
    {
        string[] settings =
        [
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            string.Create(CultureInfo.InvariantCulture, $"max_connections={_maxConnections}"),
            string.Create(CultureInfo.InvariantCulture, $"superuser_reserved_connections={ReservedSessions}"),
            "shared_buffers=16MB",
            "fsync=off",
            "full_page_writes=off",
            "autovacuum=off",
            "max_wal_senders=0",
            "log_statement=all",
            "log_min_error_statement=panic", // a statement is logged once, whether it fails or not
            "log_connections=on",
        ];
        return settings.SelectMany(setting => new[] { "-c", setting });
    }

    private bool IsReady()
    {
        try
        {
            // The eighth line of the lock file is the state; the first the process, which may be that of a life before.
            var lines = File.ReadAllLines(Path.Combine(Data, "postmaster.pid"));
            return lines.Length >= 8 && lines[7].Trim() == "ready" && lines[0].Trim() == _postmaster!.Id.ToString(CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private void EndProcesses()
    {
        // Stopped first: sessions that see their parent die would still tell their clients.
        Freeze();
        var waited = Stopwatch.StartNew();
        while (Processes() is { Count: > 0 } left && waited.Elapsed < Patience)
        {
            left.ForEach(process => PosixSignals.Send(process, PosixSignals.Kill));
            Thread.Sleep(1);
        }
    }

    private void Signal(int signal) => Processes().ForEach(process => PosixSignals.Send(process, signal));

    private List<int> Processes()
    {
        var found = new List<int>();
        foreach (var directory in System.IO.Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && WorksIn(directory))
            {
                found.Add(id);
            }
        }

        return found;
    }

    private bool WorksIn(string process)
    {
        try
        {
            return new FileInfo(Path.Combine(process, "cwd")).LinkTarget == Data;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // gone, or not ours
        }
    }

    private string ReadLog()
    {
        try
        {
            using var log = new StreamReader(new FileStream(Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            return log.ReadToEnd();
        }
        catch (IOException)
        {
            return "";
        }
    }
}
