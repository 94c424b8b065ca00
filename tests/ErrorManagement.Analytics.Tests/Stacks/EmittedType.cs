using System.Reflection;
using System.Reflection.Emit;

namespace ErrorManagement.Analytics.Tests.Stacks;

/// <summary>A type made at run time, with names that no compiler gives.</summary>
internal sealed class EmittedType
{
    private readonly TypeBuilder _type;

    public EmittedType(string name, AssemblyBuilderAccess access = AssemblyBuilderAccess.Run) =>
        _type = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Emitted"), access).DefineDynamicModule("Emitted").DefineType(name, TypeAttributes.Public);

    public EmittedType Method(string name)
    {
        var il = _type.DefineMethod(name, MethodAttributes.Public | MethodAttributes.Static, typeof(void), []).GetILGenerator();
        il.Emit(OpCodes.Newobj, typeof(InvalidOperationException).GetConstructor([])!);
        il.Emit(OpCodes.Throw);
        return this;
    }

    public Type Create() => _type.CreateType();
}
