using System.Diagnostics;

namespace ErrorManagement.RealServices.Tests.Load;

/// <summary>What this process holds: a leak shows as figures that do not come back.</summary>
internal static class ProcessFigures
{
    /// <summary>Sockets that are open in this process; 0 where the system does not tell.</summary>
    public static int Sockets() => OperatingSystem.IsLinux()
        ? Directory.EnumerateFiles("/proc/self/fd").Count(file => TargetOf(file)?.StartsWith("socket:", StringComparison.Ordinal) == true)
        : 0;

    /// <summary>Threads of this process that are no threads of the pool, which keeps its own for a while.</summary>
    public static int ThreadsOfNobody()
    {
        using var process = Process.GetCurrentProcess();
        return process.Threads.Count - ThreadPool.ThreadCount;
    }

    private static string? TargetOf(string file)
    {
        try
        {
            return new FileInfo(file).LinkTarget;
        }
        catch (IOException)
        {
            return null; // closed while we looked
        }
    }
}
