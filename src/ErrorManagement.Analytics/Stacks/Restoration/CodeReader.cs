using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Reflection.Emit;

namespace ErrorManagement.Analytics.Stacks.Restoration;

/// <summary>Reads the IL of one method: what it calls, hands on, throws and catches, and where its statements begin.</summary>
internal sealed class CodeReader
{
    // A method larger than this is not inlined by the runtime's compiler, whatever the profile says.
    private const int MaxInlined = 1_024;
    private const int MaxSize = 64 * 1_024;

    private readonly MethodBase _method;
    private readonly byte[] _il;
    private readonly CodeMap _map;
    private readonly IList<LocalVariableInfo> _locals;
    private readonly IList<ExceptionHandlingClause> _clauses;
    private readonly Type[] _typeArguments;
    private readonly Type[] _methodArguments;
    private readonly List<CodeCall> _calls = [];
    private readonly List<CodeThrow> _throws = [];
    private readonly List<CodeFault> _faults = [];
    private readonly List<int> _statements = [];
    private readonly Dictionary<int, int> _depthAt = [];
    private readonly List<Type> _made = [];
    private OpCode _before = OpCodes.Nop;
    private Type? _pushed;
    private Type? _constrained;
    private int _depth;
    private bool _returns;
    private bool _endsInCall;

    private CodeReader(MethodBase method, MethodBody body, byte[] il, CodeMap map)
    {
        _method = method;
        _il = il;
        _map = map;
        _locals = body.LocalVariables;
        _clauses = body.ExceptionHandlingClauses;
        _typeArguments = method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : [];
        _methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : [];
    }

    /// <summary>What a method does; null when it has no IL, when that is too large, or when it names what is not there.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Without its code a method is not known; a stack through it is then incomplete.")]
    public static MethodCode? Read(MethodBase method, CodeMap map)
    {
        try
        {
            return method.GetMethodBody() is { } body && body.GetILAsByteArray() is { Length: > 0 and <= MaxSize } il ? new CodeReader(method, body, il, map).Read() : null;
        }
        catch (Exception)
        {
            // Code may name assemblies that are not there, and code made by tools may be odd; whatever it is, the method is not known.
            return null;
        }
    }

    private MethodCode? Read()
    {
        foreach (var clause in _clauses)
        {
            var isCatch = clause.Flags is ExceptionHandlingClauseOptions.Clause or ExceptionHandlingClauseOptions.Filter;
            _depthAt[clause.HandlerOffset] = isCatch ? 1 : 0;
            if (clause.Flags == ExceptionHandlingClauseOptions.Filter)
            {
                _depthAt[clause.FilterOffset] = 1;
            }
        }

        for (var at = 0; at < _il.Length;)
        {
            if (CodeShapes.At(_il, at) is not { } code)
            {
                return null;
            }

            var operand = at + code.Size;
            var size = CodeShapes.OperandSize(code);
            if (code.OperandType == OperandType.InlineSwitch)
            {
                size += 4 * Math.Max(0, BitConverter.ToInt32(_il, operand));
            }

            var next = operand + size;
            if (next > _il.Length)
            {
                return null;
            }

            Begin(at);
            Step(code, at, operand, next);
            if (code.OpCodeType != OpCodeType.Prefix)
            {
                _before = code;
            }

            _pushed = code.OperandType == OperandType.InlineMethod ? _pushed : Variable(code, operand);

            at = next;
        }

        return new MethodCode
        {
            Calls = _calls,
            Throws = _throws,
            Faults = _faults,
            Statements = _statements,
            Regions = [.. _clauses.Where(IsCatching).Select(static clause => new CodeRegion(clause.TryOffset, clause.TryOffset + clause.TryLength, clause.Flags == ExceptionHandlingClauseOptions.Clause ? clause.CatchType : null))],
            CanVanish = _returns && (_il.Length <= MaxInlined || _endsInCall || (_method.MethodImplementationFlags & MethodImplAttributes.AggressiveInlining) != 0),
        };
    }

    private static bool IsCatching(ExceptionHandlingClause clause) => clause.Flags is ExceptionHandlingClauseOptions.Clause or ExceptionHandlingClauseOptions.Filter;

    private void Begin(int at)
    {
        if (_depthAt.TryGetValue(at, out var known))
        {
            _depth = known;
        }

        if (_depth <= 0)
        {
            _depth = 0;
            _statements.Add(at);
            _made.Clear();
        }
    }

    private void Step(OpCode code, int at, int operand, int next)
    {
        var afterThis = !_method.IsStatic && _before == OpCodes.Ldarg_0;
        if (CodeShapes.FaultsOf(code, afterThis) is not FaultKinds.None and var kinds)
        {
            _faults.Add(new CodeFault(at, kinds));
        }

        if (code == OpCodes.Throw)
        {
            AddThrow(at);
        }
        else if (code == OpCodes.Rethrow)
        {
            _throws.Add(new CodeThrow(at, null, IsExact: false));
        }

        switch (code.OperandType)
        {
            case OperandType.InlineMethod:
                Call(code, at, BitConverter.ToInt32(_il, operand));
                break;
            case OperandType.InlineSig:
                Indirect(at, BitConverter.ToInt32(_il, operand));
                break;
            default:
                if (code == OpCodes.Constrained)
                {
                    _constrained = TypeOf(BitConverter.ToInt32(_il, operand));
                }

                _depth += CodeShapes.Pushed(code) - (CodeShapes.Popped(code) ?? _depth);
                break;
        }

        Branch(code, operand, next);
        if (code == OpCodes.Ret)
        {
            _returns = true;
            _endsInCall |= _before == OpCodes.Call || _before == OpCodes.Callvirt || _before == OpCodes.Calli;
        }

        if (code == OpCodes.Jmp)
        {
            _returns = _endsInCall = true;
        }
    }

    private void Branch(OpCode code, int operand, int next)
    {
        switch (code.OperandType)
        {
            case OperandType.ShortInlineBrTarget:
                Land(next + (sbyte)_il[operand], code);
                break;
            case OperandType.InlineBrTarget:
                Land(next + BitConverter.ToInt32(_il, operand), code);
                break;
            case OperandType.InlineSwitch:
                for (var i = operand + 4; i < next; i += 4)
                {
                    Land(next + BitConverter.ToInt32(_il, i), code);
                }

                break;
        }

        if (code.FlowControl is FlowControl.Branch or FlowControl.Return or FlowControl.Throw)
        {
            // What follows is reached from elsewhere only: by a branch that was seen, or with nothing on the stack.
            _depthAt.TryAdd(next, 0);
        }
    }

    private void Land(int target, OpCode code) => _depthAt.TryAdd(target, code == OpCodes.Leave || code == OpCodes.Leave_S ? 0 : Math.Max(0, _depth));

    private void AddThrow(int at)
    {
        if (_before == OpCodes.Newobj && _made.Count > 0 && !_depthAt.ContainsKey(at))
        {
            _throws.Add(new CodeThrow(at, _made[^1], IsExact: true));
        }
        else
        {
            // One of several, one whose properties are set, or one that was made elsewhere.
            _throws.AddRange(_made.Select(made => new CodeThrow(at, made, IsExact: true)));
            _throws.Add(new CodeThrow(at, _pushed is { } type && type.IsAssignableTo(typeof(Exception)) ? type : null, IsExact: false));
        }
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Without its code a method is not known; a stack through it is then incomplete.")]
    private void Call(OpCode code, int at, int token)
    {
        var target = _method.Module.ResolveMethod(token, _typeArguments, _methodArguments)!;
        var type = target.DeclaringType ?? typeof(object);
        var constrained = _constrained;
        var receiver = _pushed;
        _constrained = null;
        _pushed = null;
        if (code == OpCodes.Ldftn || code == OpCodes.Ldvirtftn)
        {
            _calls.Add(new CodeCall(at, CodeCallKind.Taken, _map.Of(target)));
            _depth += code == OpCodes.Ldftn ? 1 : 0;
            return;
        }

        var parameters = target.GetParameters();
        _depth -= parameters.Length + (target.IsStatic || code == OpCodes.Newobj ? 0 : 1);
        _pushed = code == OpCodes.Newobj ? type : (target as MethodInfo)?.ReturnType;
        _depth += _pushed is null || _pushed == typeof(void) ? 0 : 1;
        if (code == OpCodes.Newobj)
        {
            Made(type, at);
        }

        var isDelegate = type.IsAssignableTo(typeof(Delegate));
        if (!isDelegate || code != OpCodes.Newobj)
        {
            if (constrained is { IsGenericParameter: false } && target is MethodInfo called && OverrideMap.ImplementationIn(constrained, called) is { } real)
            {
                _calls.Add(new CodeCall(at, CodeCallKind.Direct, _map.Of(real)));
                return;
            }

            if (!isDelegate && code == OpCodes.Callvirt && parameters.Length == 0 && receiver is { IsSealed: true, IsGenericParameter: false } && target is MethodInfo { IsVirtual: true } named && OverrideMap.ImplementationIn(receiver, named) is { } only)
            {
                _calls.Add(new CodeCall(at, CodeCallKind.Direct, _map.Of(only)));
                return;
            }

            var kind = isDelegate && target.Name == "Invoke" ? CodeCallKind.Delegate
                : code == OpCodes.Callvirt && target.IsVirtual && !target.IsFinal && !type.IsSealed ? CodeCallKind.Virtual
                : constrained is not null && target.IsVirtual ? CodeCallKind.Virtual
                : CodeCallKind.Direct;
            _calls.Add(new CodeCall(at, kind, _map.Of(target), parameters.Any(static parameter => parameter.ParameterType.IsAssignableTo(typeof(Delegate)))));
        }

        if (target is MethodInfo { Name: "Start", IsGenericMethod: true } start && start.GetGenericArguments() is [var machine] && OverrideMap.MoveNextOf(machine) is { } body)
        {
            _calls.Add(new CodeCall(at, CodeCallKind.Direct, _map.Of(body)));
        }
    }

    /// <summary>An object was made: an exception to throw, or something that libraries call back.</summary>
    private void Made(Type type, int at)
    {
        if (type.IsAssignableTo(typeof(Exception)))
        {
            _made.Add(type);
            return;
        }

        foreach (var entry in _map.EntriesOf(type))
        {
            _calls.Add(new CodeCall(at, CodeCallKind.Taken, entry));
        }
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Without its code a method is not known; a stack through it is then incomplete.")]
    private Type TypeOf(int token) => _method.Module.ResolveType(token, _typeArguments, _methodArguments);

    /// <summary>A call through a pointer: it may run what was handed over and has its shape.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Without its code a method is not known; a stack through it is then incomplete.")]
    private void Indirect(int offset, int token)
    {
        var call = PointerCall.Of(_method.Module.ResolveSignature(token), out var popped);
        _depth += (call.HasResult ? 1 : 0) - popped;
        _calls.Add(new CodeCall(offset, CodeCallKind.Delegate, call));
    }

    /// <summary>The type of the local variable or parameter that an instruction loads.</summary>
    private Type? Variable(OpCode code, int operand)
    {
        var name = code.Name ?? "";
        var isLocal = name.StartsWith("ldloc", StringComparison.Ordinal) && !name.StartsWith("ldloca", StringComparison.Ordinal);
        if (!isLocal && (!name.StartsWith("ldarg", StringComparison.Ordinal) || name.StartsWith("ldarga", StringComparison.Ordinal)))
        {
            return null;
        }

        var index = code.OperandType switch
        {
            OperandType.ShortInlineVar => _il[operand],
            OperandType.InlineVar => BitConverter.ToUInt16(_il, operand),
            _ => name[^1] - '0',
        };
        if (isLocal)
        {
            return index < _locals.Count ? _locals[index].LocalType : null;
        }

        var parameters = _method.GetParameters();
        index -= _method.IsStatic ? 0 : 1;
        return index >= 0 && index < parameters.Length ? parameters[index].ParameterType : null;
    }
}
