using System.Diagnostics.CodeAnalysis;

namespace ErrorManagement.BugSites;

/// <summary>Checks that many sites share: the frame that throws says nothing about the bug, its caller does.</summary>
internal static class Guard
{
    public const string Unmet = "Requirement not met.";

    public static void Require([DoesNotReturnIf(false)] bool condition)
    {
        if (!condition)
        {
            throw new InvalidOperationException(Unmet);
        }
    }

    public static T NotNull<T>([NotNull] T? value)
        where T : class =>
        value ?? throw new InvalidOperationException("A value is missing.");

    public static T HasValue<T>(T? value)
        where T : struct =>
        value ?? throw new InvalidOperationException("A value is missing.");

    /// <summary>Checks in one place, throws in another: as frameworks do, so that the check can be inlined.</summary>
    public static int InRange(int value, int bound)
    {
        if (value >= bound)
        {
            ThrowOutOfRange(value, bound);
        }

        return value;
    }

    [DoesNotReturn]
    private static void ThrowOutOfRange(int value, int bound) => throw new ArgumentOutOfRangeException(nameof(value), value, $"The value must be below {bound}.");
}
