namespace ErrorManagement.Analytics.Series;

/// <summary>
/// Takes locks that are held for a moment only, on threads of the host's that may be interrupted: an interruption is meant for what the host
/// waits for, and must neither leave our books half done nor be lost. It stays pending, and arrives at the thread's next wait.
/// </summary>
internal static class UninterruptedLock
{
    /// <summary>Enters the lock, whatever arrives meanwhile. Leave it by disposing what is returned.</summary>
    public static Lock.Scope Hold(this Lock gate)
    {
        var isInterrupted = false;
        while (true)
        {
            try
            {
                var scope = gate.EnterScope();
                if (isInterrupted)
                {
                    Thread.CurrentThread.Interrupt();
                }

                return scope;
            }
            catch (ThreadInterruptedException)
            {
                isInterrupted = true;
            }
        }
    }
}
