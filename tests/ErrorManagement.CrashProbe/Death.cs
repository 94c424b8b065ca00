using System.Runtime.CompilerServices;

namespace ErrorManagement.CrashProbe;

/// <summary>The ways to die.</summary>
internal static class Death
{
    public static void Die(string way)
    {
        switch (way)
        {
            case "main":
                Fail();
                break;
            case "thread":
                var thread = new Thread(Fail);
                thread.Start();
                thread.Join();
                break;
            case "pool":
                ThreadPool.QueueUserWorkItem(_ => Fail());
                new ManualResetEventSlim().Wait();
                break;
            case "async void":
                FailLater();
                new ManualResetEventSlim().Wait();
                break;
            case "unobserved":
                Forget(1);
                Collect();
                break;
            case "unobserved two":
                Forget(2);
                Collect();
                break;
            default:
                throw new ArgumentException($"there is no way to die called {way}");
        }
    }

    private static void Fail() => throw new InvalidOperationException("the plan of order 17 is void");

    private static async void FailLater()
    {
        await Task.Yield();
        Fail();
    }

    // A method of its own: no local of the caller keeps the task alive.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget(int failures)
    {
        var source = new TaskCompletionSource();
        source.SetException(Enumerable.Range(0, failures).Select(i => new InvalidOperationException($"part {i} is void")));
    }

    private static void Collect()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }
}
