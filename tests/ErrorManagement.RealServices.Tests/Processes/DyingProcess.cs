using System.Globalization;
using System.Runtime.CompilerServices;
using ErrorManagement.Analytics;
using ErrorManagement.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace ErrorManagement.RealServices.Tests.Processes;

/// <summary>The process that dies: eight threads fail all the time, known errors and new ones, until it ends in one of several ways.</summary>
internal static class DyingProcess
{
    /// <summary>What it says when all its threads are at work.</summary>
    public const string Working = "working";

    /// <summary>What it says just before it ends by itself.</summary>
    public const string Leaving = "leaving";

    /// <summary>The exit code of one that ends by itself.</summary>
    public const int OwnCode = 3;

    private const int Threads = 8;

    /// <param name="args">The ending, and whether errors are recorded.</param>
    public static int Run(string[] args)
    {
        if (args.Length != 2 || !Enum.TryParse<ProcessEnding>(args[0], out var ending) || !bool.TryParse(args[1], out var records))
        {
            Console.Error.WriteLine("This assembly holds tests: run them with dotnet test.");
            return 2;
        }

        // The container is not disposed: whoever dies does not tidy up.
        var registry = records ? new ServiceCollection().AddErrorManagement(o => o.ApplicationName = "dying").Services.BuildServiceProvider().GetRequiredService<IErrorRegistry>() : null;
        RecordLate(registry); // so that it is known when it matters: the queue of new errors is full by then
        AppDomain.CurrentDomain.ProcessExit += (_, _) => RecordLate(registry);
        using var started = new CountdownEvent(Threads);
        for (var thread = 0; thread < Threads; thread++)
        {
            var number = thread;
            new Thread(() => Fail(number, registry, started)) { IsBackground = true }.Start();
        }

        started.Wait();
        Console.WriteLine(Working);
        Console.ReadLine(); // whoever started it decides when
        Console.WriteLine(Leaving);
        switch (ending)
        {
            case ProcessEnding.Exits:
                Environment.Exit(OwnCode);
                break;
            case ProcessEnding.FailsFast:
                Environment.FailFast("on purpose");
                break;
            case ProcessEnding.IsAskedToEnd or ProcessEnding.IsKilled:
                Thread.Sleep(Timeout.Infinite);
                break;
            default:
                break;
        }

        return OwnCode;
    }

    private static void Fail(int thread, IErrorRegistry? registry, CountdownEvent started)
    {
        for (var i = 0; ; i++)
        {
            try
            {
                Throw(i % 4 == 0 ? RecordingLoad.Words((thread * 1_000_000) + (i % 1_000_000)) : string.Create(CultureInfo.InvariantCulture, $"order {i} failed"));
            }
            catch (InvalidOperationException e)
            {
                registry?.Record(e, "dying");
            }

            if (i == 1_000)
            {
                started.Signal();
            }
        }
    }

    /// <summary>Others record, too, when the process ends: it must neither fail nor wait.</summary>
    private static void RecordLate(IErrorRegistry? registry)
    {
        var recorded = registry?.Record(new TimeoutException("too late"), "exit");
        if (recorded is { Count: 0 })
        {
            Console.WriteLine("not recorded");
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Throw(string message) => throw new InvalidOperationException(message);
}
