using System.Data;
using System.Globalization;
using System.Net.Sockets;
using System.Reflection;
using System.Reflection.Emit;
using System.Resources;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ErrorManagement.Core.Tests.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using static ErrorManagement.ErrorCategory;
using static ErrorManagement.ErrorSeverity;

namespace ErrorManagement.Core.Tests.Classification;

// What is not there, not made for it, or badly wired; danger for the process; errors inside others.
internal static partial class ThrownForReal
{
    private static Dictionary<string, Case> Programs() => new()
    {
        ["load: no such assembly"] = new(Sync(() => Assembly.Load("No.Such.Assembly")), Permanent),
        ["load: no such assembly file"] = new(Sync(() => Assembly.LoadFrom("/no-such-file-em.dll")), Permanent),
        ["load: not an assembly"] = new(Sync(() => Assembly.Load([1, 2, 3])), Permanent),
        ["load: no such type"] = new(Sync(() => Type.GetType("No.Such.Type", throwOnError: true)), Permanent),
        ["load: no such constructor"] = new(Sync(() => Activator.CreateInstance<Uri>()), Permanent),
        ["load: no such method"] = new(Sync(() => typeof(string).InvokeMember("None", BindingFlags.InvokeMethod, null, "x", null, CultureInfo.InvariantCulture)), Permanent),
        ["load: no such field"] = new(Sync(() => typeof(string).InvokeMember("None", BindingFlags.GetField, null, "x", null, CultureInfo.InvariantCulture)), Permanent),
        ["load: abstract type"] = new(Sync(() => Activator.CreateInstance<Stream>()), Permanent),
        ["load: several methods fit"] = new(Sync(() => typeof(string).GetMethod(nameof(string.Concat))), Permanent),
        ["load: no such library"] = new(Sync(() => NativeLibrary.Load("no-such-library-em")), Permanent),
        ["load: no such library to call"] = new(Sync(() => NoSuchLibrary()), Permanent),
        ["load: no such function"] = new(Sync(() => NativeLibrary.GetExport(NativeLibrary.GetMainProgramHandle(), "no_such_function_em")), Permanent),
        ["load: code that is none"] = new(Sync(RunBadCode), Permanent),
        ["load: initializer failed"] = new(Sync(() => RuntimeHelpers.RunClassConstructor(typeof(BrokenStatics).TypeHandle)), Permanent),
        ["load: no such resource"] = new(Sync(() => new ResourceManager("None", typeof(ThrownForReal).Assembly).GetString("x", CultureInfo.InvariantCulture)), Permanent),
        ["load: no such member, found at run time"] = new(Sync(() => _ = ((dynamic)"x").None), Permanent),
        ["support: read-only list"] = new(Sync(() => ((IList<int>)Array.Empty<int>()).Add(1)), Permanent),
        ["support: not implemented"] = new(Sync(() => throw new NotImplementedException()), Permanent),
        ["support: other systems only"] = new(Sync(() => new EventWaitHandle(false, EventResetMode.AutoReset, "em-none").Dispose()), Permanent),
        ["lookup: key not found"] = new(Sync(() => _ = new Dictionary<int, int>()[1]), Permanent),
        ["lookup: no such handle"] = new(Sync(() => Mutex.OpenExisting("em-no-such-mutex")), Permanent),
        ["wiring: no such service"] = new(Sync(() => new ServiceCollection().BuildServiceProvider().GetRequiredService<Stream>()), Permanent),
        ["wiring: part of a service missing"] = new(Sync(() => new ServiceCollection().AddSingleton<Dependent>().BuildServiceProvider().GetRequiredService<Dependent>()), Permanent),
        ["wiring: options that do not hold"] = new(Sync(InvalidOptions), DataValidation),

        ["critical: memory"] = new(Sync(() => _ = new string('x', int.MaxValue)), Unknown, Critical, "", "the process is in danger; what it did does not matter"),
        ["critical: memory for an array"] = new(Sync(() => _ = new byte[Array.MaxLength + Environment.ProcessorCount]), Unknown, Critical, "", "the process is in danger; what it did does not matter"),
        ["critical: stack"] = new(Sync(ExhaustStack), Unknown, Critical, "", "the process is in danger; what it did does not matter"),

        ["wrapped: task result"] = new(Sync(() => Task.FromException(new TimeoutException()).Wait()), Transient, Warning),
        ["wrapped: reflection"] = new(Sync(() => typeof(ThrownForReal).GetMethod(nameof(Parse), BindingFlags.NonPublic | BindingFlags.Static)!.Invoke(null, null)), DataValidation),
        ["wrapped: several tasks"] = new(Sync(() => Task.WaitAll(Task.FromException(new InvalidOperationException("odd")), Task.FromException(new SocketException((int)SocketError.HostNotFound)))), Transient, Warning, "socket:HostNotFound"),
        ["wrapped: refused connection in a host's own"] = new(WrapRefusedAsync, Transient, Error, "socket:ConnectionRefused"),
        ["wrapped: phase of a barrier"] = new(Sync(() => new Barrier(1, _ => Parse()).SignalAndWait()), DataValidation),
        ["wrapped: parallel loop"] = new(Sync(() => Parallel.For(0, 2, _ => throw new TimeoutException())), Transient, Warning),
        ["wrapped: query"] = new(Sync(() => Enumerable.Range(0, 4).AsParallel().Select(i => int.Parse($"x{i}", CultureInfo.InvariantCulture)).ToList()), DataValidation),
        ["wrapped: lazy value"] = new(Sync(() => _ = new Lazy<int>(Parse).Value), DataValidation),
        ["wrapped: thread that could not start"] = new(() => Task.Factory.StartNew(() => { }, default, TaskCreationOptions.None, new BrokenScheduler()), DataValidation),
    };

    [DllImport("no-such-library-em", EntryPoint = "none", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern void NoSuchLibrary();

    private static void RunBadCode()
    {
        var method = new DynamicMethod("bad", typeof(int), Type.EmptyTypes);
        method.GetILGenerator().Emit(OpCodes.Ret); // nothing to return on the stack
        ((Func<int>)method.CreateDelegate(typeof(Func<int>)))();
    }

    private static void InvalidOptions() =>
        _ = new ServiceCollection().AddOptions<DataSet>().Validate(_ => false).Services.BuildServiceProvider().GetRequiredService<IOptions<DataSet>>().Value;

    private static void ExhaustStack()
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        ExhaustStack();
    }

    private static async Task WrapRefusedAsync()
    {
        try
        {
            await GetAsync($"http://127.0.0.1:{LoopbackServer.ClosedPort()}/");
        }
        catch (HttpRequestException e)
        {
            throw new InvalidOperationException("Prices could not be had.", e);
        }
    }

    private static class BrokenStatics
    {
        static BrokenStatics() => throw new InvalidOperationException("broken");
    }

    private sealed class Dependent(Stream part)
    {
        public Stream Part { get; } = part;
    }

    private sealed class BrokenScheduler : TaskScheduler
    {
        protected override IEnumerable<Task> GetScheduledTasks() => [];

        protected override void QueueTask(Task task) => Parse();

        protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;
    }
}
