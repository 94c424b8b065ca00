using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace ErrorManagement.Analytics.Stacks;

/// <summary>Finds the method that a compiler turned into a state machine: asynchronous methods and iterators, of C# and of Visual Basic.</summary>
internal static class StateMachines
{
    private const BindingFlags Declared = BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>Whether a type is a state machine.</summary>
    public static bool Is(Type type) =>
        type.IsNested && (CompilerName.IsStateMachine(type.Name) || (type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false) && (type.IsAssignableTo(typeof(IAsyncStateMachine)) || type.IsAssignableTo(typeof(IEnumerator)))));

    /// <summary>Whether a method of a state machine runs what the author wrote; the others only hand its result on.</summary>
    public static bool IsBody(MethodBase method) => method.Name is nameof(IAsyncStateMachine.MoveNext) || method.Name.EndsWith(".MoveNext", StringComparison.Ordinal) || CompilerName.Parse(method.Name) is { Kind: 'm' };

    /// <summary>The method that the state machine was made of; null when it is not there any more, as in a trimmed program.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "A method that was trimmed away is not found; the name of the state machine then serves.")]
    public static MethodInfo? OwnerOf(Type machine)
    {
        if (machine.DeclaringType is not { } outer)
        {
            return null;
        }

        var definition = machine.IsGenericType ? machine.GetGenericTypeDefinition() : machine;
        var name = CompilerName.Parse(machine.Name)?.Inside;
        foreach (var method in outer.GetMethods(Declared))
        {
            if ((name is null || method.Name == name) && method.GetCustomAttribute<StateMachineAttribute>(inherit: false)?.StateMachineType == definition)
            {
                return method;
            }
        }

        return null;
    }
}
