using System.Reflection;

namespace ErrorManagement.BugSites.Payments;

/// <summary>Called by name: the framework's frames for that differ from call to call.</summary>
internal static class Reflected
{
    private static readonly MethodInfo Method = typeof(Reflected).GetMethod(nameof(Target), BindingFlags.NonPublic | BindingFlags.Static)!;

    public static void Call(int i) => Method.Invoke(null, [i]);

    private static void Target(int i) => Guard.Require(i < 0);
}
