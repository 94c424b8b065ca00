using System.Runtime.InteropServices;

namespace ErrorManagement.TestKit;

/// <summary>Signals for processes that a test has started.</summary>
public static class PosixSignals
{
    public const int Kill = 9;

    public const int Terminate = 15;

    /// <summary>18 on Linux; elsewhere it is another number.</summary>
    public const int Continue = 18;

    /// <summary>19 on Linux; elsewhere it is another number.</summary>
    public const int Stop = 19;

    /// <summary>Sends a signal; nothing happens when the process is gone.</summary>
    public static void Send(int process, int signal) => _ = NativeKill(process, signal);

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int NativeKill(int process, int signal);
}
