using System.Reflection;
using System.Runtime.ExceptionServices;

namespace ErrorManagement.Analytics.Stacks.Restoration;

/// <summary>A method of the running program. What is asked of it is found once. Not safe for several threads at once.</summary>
internal sealed class ReflectedMethod : ICodeMethod
{
    private const MethodImplAttributes Kept = MethodImplAttributes.NoInlining | MethodImplAttributes.NoOptimization | MethodImplAttributes.Synchronized | MethodImplAttributes.InternalCall;

    private readonly CodeMap _map;
    private readonly Lazy<MethodCode?> _code;
    private readonly Lazy<string?> _name;
    private readonly Lazy<bool> _isEntry;
    private bool? _canVanish;

    public ReflectedMethod(MethodBase method, CodeMap map)
    {
        _map = map;
        Method = method;
        IsOwn = method.DeclaringType is { } type && map.IsOwn(type.Assembly);
        IsOpaque = !IsOwn && IsCallByReflection(method);
        ThrowsOn = method.DeclaringType == typeof(ExceptionDispatchInfo) && method.Name == nameof(ExceptionDispatchInfo.Throw);
        _code = new Lazy<MethodCode?>(() => CodeReader.Read(Method, _map), LazyThreadSafetyMode.None);
        _name = new Lazy<string?>(() => FrameNoise.Is(Method) ? null : FrameNames.Of(Method), LazyThreadSafetyMode.None);
        _isEntry = new Lazy<bool>(FindEntry, LazyThreadSafetyMode.None);
    }

    public MethodBase Method { get; }

    public string? Name => _name.Value;

    public bool IsOwn { get; }

    public bool IsConstructor => Method is ConstructorInfo;

    public bool IsOpaque { get; }

    public bool ThrowsOn { get; }

    public bool IsEntry => _isEntry.Value;

    public bool IsLambda => CompilerName.Parse(Method.Name) is { Kind: 'b' };

    public MethodCode? Code => _code.Value;

    public bool CanVanish => _canVanish ??= (Method.MethodImplementationFlags & Kept) == 0 && !_map.IsUnoptimized(Method.Module.Assembly) && Code is { CanVanish: true };

    public bool FitsDelegate(ICodeMethod invoke) =>
        Method is MethodInfo method && invoke switch
        {
            ReflectedMethod { Method: MethodInfo called } => Fits(method, called.GetParameters().Length, called.ReturnType != typeof(void)),
            PointerCall pointer => method.IsStatic && Fits(method, pointer.Parameters, pointer.HasResult),
            _ => false,
        };

    public bool Overrides(ICodeMethod called) =>
        called is ReflectedMethod { Method: MethodInfo { IsVirtual: true } slot } && Method is { IsVirtual: true, DeclaringType: { } type }
        && OverrideMap.ImplementationIn(type, slot) is { } real && OverrideMap.AreSame(real, Method);

    private static bool Fits(MethodInfo method, int parameters, bool hasResult) => method.GetParameters().Length == parameters && (method.ReturnType != typeof(void)) == hasResult;

    private bool FindEntry()
    {
        var type = Method.DeclaringType!;
        return IsLambda
            || (Method.IsStatic && Method.Name == ".cctor")
            || (StateMachines.Is(type) && StateMachines.IsBody(Method))
            || type.Assembly.EntryPoint is { } main && OverrideMap.AreSame(main, Method)
            || (Method.IsVirtual && OverrideMap.EntriesOf(type, one => _map.IsOwn(one.Assembly)).Any(entry => OverrideMap.AreSame(entry, Method)));
    }

    private static bool IsCallByReflection(MethodBase method) =>
        method.DeclaringType is not { } type
        || type.Namespace is "System.Reflection" or "System.Reflection.Emit"
        || type == typeof(RuntimeMethodHandle) || type == typeof(Activator) || type == typeof(Delegate)
        || method.Name.StartsWith("InvokeStub_", StringComparison.Ordinal);
}
