using System.Runtime.CompilerServices;

namespace ErrorManagement.BugSites;

/// <summary>Keeps the compiler from knowing what comes out, and from leaving out what nobody reads.</summary>
internal static class Sink
{
    [ThreadStatic]
    private static object? _last;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Take<T>(T value)
    {
        if (typeof(T) == typeof(string))
        {
            _last = value;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static T? Null<T>(int i)
        where T : class => i >= 0 ? null : (T?)_last;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static T? None<T>(int i)
        where T : struct => i >= 0 ? null : default(T);
}
