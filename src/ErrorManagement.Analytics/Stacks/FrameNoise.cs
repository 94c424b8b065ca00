using System.Diagnostics;
using System.Reflection;
using System.Runtime.ExceptionServices;

namespace ErrorManagement.Analytics.Stacks;

/// <summary>Knows the frames that say nothing: what compilers and runtime put between an awaiting method and the awaited one.</summary>
internal static class FrameNoise
{
    private static readonly HashSet<string> Types = new(StringComparer.Ordinal)
    {
        typeof(ExceptionDispatchInfo).FullName!,
        "System.Runtime.CompilerServices.TaskAwaiter",
        "System.Runtime.CompilerServices.TaskAwaiter`1",
        "System.Runtime.CompilerServices.ValueTaskAwaiter",
        "System.Runtime.CompilerServices.ValueTaskAwaiter`1",
        "System.Runtime.CompilerServices.ConfiguredTaskAwaitable+ConfiguredTaskAwaiter",
        "System.Runtime.CompilerServices.ConfiguredTaskAwaitable`1+ConfiguredTaskAwaiter",
        "System.Runtime.CompilerServices.ConfiguredValueTaskAwaitable+ConfiguredValueTaskAwaiter",
        "System.Runtime.CompilerServices.ConfiguredValueTaskAwaitable`1+ConfiguredValueTaskAwaiter",
        "System.Runtime.CompilerServices.AsyncMethodBuilderCore",
        "System.Runtime.CompilerServices.AsyncTaskMethodBuilder",
        "System.Runtime.CompilerServices.AsyncTaskMethodBuilder`1",
        "System.Runtime.CompilerServices.AsyncTaskMethodBuilder`1+AsyncStateMachineBox`1",
        "System.Runtime.CompilerServices.AsyncValueTaskMethodBuilder",
        "System.Runtime.CompilerServices.AsyncValueTaskMethodBuilder`1",
        "System.Runtime.CompilerServices.AsyncVoidMethodBuilder",
        "System.Runtime.CompilerServices.AsyncIteratorMethodBuilder",
        "System.Runtime.CompilerServices.PoolingAsyncValueTaskMethodBuilder",
        "System.Runtime.CompilerServices.PoolingAsyncValueTaskMethodBuilder`1",
        "System.Threading.ExecutionContext",
        "System.Threading.Tasks.ValueTask`1",
        "System.Threading.Tasks.ValueTask",
        "System.Threading.Tasks.Sources.ManualResetValueTaskSourceCore`1",
    };

    private const string TaskName = "System.Threading.Tasks.Task";

    private static readonly HashSet<string> TaskMethods = new(StringComparer.Ordinal)
    {
        "ExecuteWithThreadLocal", "ExecuteEntry", "InnerInvoke", "ThrowIfExceptional", "GetResultCore", "InnerInvokeWithArg",
    };

    /// <summary>Whether a frame is left out, by names alone; of a method of the runtime itself.</summary>
    public static bool Is(string? type, string method)
    {
        var name = (type ?? "").Split('[')[0];
        return Types.Contains(name) || (name is TaskName or TaskName + "`1" && TaskMethods.Contains(method));
    }

    /// <summary>Whether a frame is left out.</summary>
    public static bool Is(MethodBase method)
    {
        var type = method.DeclaringType;
        if (type is null)
        {
            return false;
        }

        if (method.IsDefined(typeof(StackTraceHiddenAttribute), inherit: false) || type.IsDefined(typeof(StackTraceHiddenAttribute), inherit: false))
        {
            return true;
        }

        if (type.Assembly == typeof(object).Assembly)
        {
            return Is(type.FullName, method.Name);
        }

        // A call of a base method from a lambda goes through a method of its own, and a state machine's result through its interfaces.
        return CompilerName.Parse(method.Name) is { Inside: "", Kind: 'n' } || (StateMachines.Is(type) && !StateMachines.IsBody(method));
    }
}
