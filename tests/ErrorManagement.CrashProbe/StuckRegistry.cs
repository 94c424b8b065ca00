using System.Reflection;
using ErrorManagement.Analytics;

namespace ErrorManagement.CrashProbe;

/// <summary>A registry whose work is never done, as if its store were on a disk that does not answer.</summary>
public class StuckRegistry : DispatchProxy
{
    private readonly IErrorRegistry _registry = new ErrorRegistry();

    public static IErrorRegistry Make() => Create<IErrorRegistry, StuckRegistry>();

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (targetMethod!.Name == nameof(IErrorRegistry.FlushAsync))
        {
            new ManualResetEventSlim().Wait();
        }

        return targetMethod.Invoke(_registry, args);
    }
}
