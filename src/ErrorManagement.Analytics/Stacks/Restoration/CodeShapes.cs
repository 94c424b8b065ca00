using System.Reflection.Emit;

namespace ErrorManagement.Analytics.Stacks.Restoration;

/// <summary>What is known of the instructions themselves: their sizes, what they take from the stack and leave on it, and for which of them the runtime may throw.</summary>
internal static class CodeShapes
{
    private const int TwoBytes = 0xfe;

    private static readonly OpCode?[] One = new OpCode?[256];
    private static readonly OpCode?[] Two = new OpCode?[256];

    static CodeShapes()
    {
        foreach (var field in typeof(OpCodes).GetFields())
        {
            if (field.GetValue(null) is OpCode code)
            {
                ((code.Size == 1) ? One : Two)[code.Value & 0xff] = code;
            }
        }
    }

    /// <summary>The instruction at a place; null when there is none.</summary>
    public static OpCode? At(ReadOnlySpan<byte> il, int offset)
    {
        if (il[offset] != TwoBytes)
        {
            return One[il[offset]];
        }

        return offset + 1 < il.Length ? Two[il[offset + 1]] : null;
    }

    /// <summary>How many bytes follow the instruction; for a switch without its table.</summary>
    public static int OperandSize(OpCode code) => code.OperandType switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => 4,
    };

    /// <summary>What the runtime itself may throw for an instruction.</summary>
    /// <param name="code">The instruction.</param>
    /// <param name="afterThis">Whether it works on the method's own object, that is never null.</param>
    public static FaultKinds FaultsOf(OpCode code, bool afterThis)
    {
        var name = code.Name ?? "";
        if (name.StartsWith("ldelem", StringComparison.Ordinal) || name.StartsWith("stelem", StringComparison.Ordinal))
        {
            return FaultKinds.NullReference | FaultKinds.IndexOutOfRange | (name is "stelem.ref" or "stelem" or "ldelema" ? FaultKinds.ArrayTypeMismatch : FaultKinds.None);
        }

        if (name.StartsWith("ldind", StringComparison.Ordinal) || name.StartsWith("stind", StringComparison.Ordinal))
        {
            return FaultKinds.NullReference;
        }

        if (name.Contains(".ovf", StringComparison.Ordinal))
        {
            return FaultKinds.Overflow;
        }

        return name switch
        {
            "ldfld" or "ldflda" or "ldvirtftn" => afterThis ? FaultKinds.None : FaultKinds.NullReference,
            "stfld" or "ldlen" or "ldobj" or "stobj" or "cpobj" or "initobj" or "throw" or "unbox" => FaultKinds.NullReference | (name == "unbox" ? FaultKinds.InvalidCast : FaultKinds.None),
            "callvirt" => FaultKinds.Loading | (afterThis ? FaultKinds.None : FaultKinds.NullReference),
            "div" or "div.un" or "rem" or "rem.un" => FaultKinds.DivideByZero | FaultKinds.Overflow,
            "castclass" => FaultKinds.InvalidCast,
            "unbox.any" => FaultKinds.InvalidCast | FaultKinds.NullReference,
            "newarr" => FaultKinds.Overflow | FaultKinds.OutOfMemory | FaultKinds.Loading,
            "newobj" => FaultKinds.OutOfMemory | FaultKinds.Loading,
            "box" or "localloc" => FaultKinds.OutOfMemory,
            "call" or "ldsfld" or "stsfld" or "ldsflda" or "ldtoken" => FaultKinds.Loading,
            _ => FaultKinds.None,
        };
    }

    /// <summary>How many values an instruction takes from the stack; null for all. 0 for calls, which say it themselves.</summary>
    public static int? Popped(OpCode code)
    {
        if (code == OpCodes.Ret || code == OpCodes.Leave || code == OpCodes.Leave_S || code == OpCodes.Throw || code == OpCodes.Endfilter)
        {
            return null;
        }

        return code.StackBehaviourPop switch
        {
            StackBehaviour.Pop0 => 0,
            StackBehaviour.Pop1 or StackBehaviour.Popi or StackBehaviour.Popref => 1,
            StackBehaviour.Pop1_pop1 or StackBehaviour.Popi_pop1 or StackBehaviour.Popi_popi or StackBehaviour.Popi_popi8 or StackBehaviour.Popi_popr4 or StackBehaviour.Popi_popr8
                or StackBehaviour.Popref_pop1 or StackBehaviour.Popref_popi => 2,
            StackBehaviour.Varpop => 0,
            _ => 3,
        };
    }

    /// <summary>How many values an instruction leaves on the stack. 0 for calls, which say it themselves.</summary>
    public static int Pushed(OpCode code) => code.StackBehaviourPush switch
    {
        StackBehaviour.Push0 or StackBehaviour.Varpush => 0,
        StackBehaviour.Push1_push1 => 2,
        _ => 1,
    };
}
