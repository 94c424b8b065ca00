using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace ErrorManagement;

/// <summary>Checks over all codes of a host: for its tests and for its start-up.</summary>
/// <remarks>All members are pure and safe on any thread. They use reflection: not for a hot path.</remarks>
public static class ErrorCodes
{
    /// <summary>The codes that more than one type declares.</summary>
    /// <param name="types">The types to look at. One without an <see cref="ErrorCodeAttribute"/> of its own is passed over: it shares its base's code on purpose.</param>
    /// <returns>One entry for each code that is declared twice or more, in order of the code; empty when all is well.</returns>
    /// <exception cref="FormatException">A type declares a malformed code; the message names the type and shows the code.</exception>
    public static IReadOnlyList<DuplicateErrorCode> FindDuplicates(IEnumerable<Type> types)
    {
        ArgumentNullException.ThrowIfNull(types);
        return
        [
            .. types
                .Distinct()
                .Select(type => (Type: type, Code: OwnCode(type)))
                .Where(declared => !declared.Code.IsNone)
                .GroupBy(declared => declared.Code, declared => declared.Type)
                .Where(declarers => declarers.Skip(1).Any())
                .OrderBy(declarers => declarers.Key.ToString(), StringComparer.Ordinal)
                .Select(declarers => new DuplicateErrorCode(declarers.Key, [.. declarers.OrderBy(type => type.FullName, StringComparer.Ordinal)])),
        ];
    }

    /// <summary>The codes that more than one type in some assemblies declares, public or not.</summary>
    /// <param name="assemblies">The assemblies; none finds nothing. Types that cannot be loaded are passed over.</param>
    /// <returns>One entry for each code that is declared twice or more, in order of the code; empty when all is well.</returns>
    /// <exception cref="FormatException">A type declares a malformed code; the message names the type and shows the code.</exception>
    [RequiresUnreferencedCode("Trimming may remove types, which are then not looked at. Hand over the types instead.")]
    public static IReadOnlyList<DuplicateErrorCode> FindDuplicates(params Assembly[] assemblies)
    {
        ArgumentNullException.ThrowIfNull(assemblies);
        return FindDuplicates(assemblies.SelectMany(LoadableTypes));
    }

    [RequiresUnreferencedCode("Reads all types of an assembly.")]
    internal static IEnumerable<Type> LoadableTypes(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException e)
        {
            return e.Types.OfType<Type>();
        }
    }

    private static ErrorCode OwnCode(Type type)
    {
        try
        {
            return type.GetCustomAttribute<ErrorCodeAttribute>(inherit: false)?.Code ?? default;
        }
        catch (FormatException e)
        {
            throw new FormatException($"{type.FullName}: {e.Message}", e);
        }
    }
}
