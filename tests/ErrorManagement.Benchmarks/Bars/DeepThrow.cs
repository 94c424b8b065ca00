using System.Globalization;
using System.Runtime.CompilerServices;

namespace ErrorManagement.Benchmarks.Bars;

/// <summary>A failure as applications have it: some frames below the call, with a message that varies.</summary>
internal static class DeepThrow
{
    /// <summary>How many frames lie between the call and the throw, the thrower's own included.</summary>
    public const int Frames = 10;

    /// <summary>Throws an <see cref="InvalidOperationException"/> that names the id.</summary>
    public static int Run(int id) => Dive(Frames, id);

    /// <summary>Throws a given exception from as deep.</summary>
    public static int Run(Exception exception) => Dive(Frames, exception);

    /// <summary>The same in an asynchronous operation, so that its task has failed.</summary>
    public static async ValueTask<int> RunAsync(int id)
    {
        await default(ValueTask);
        return Dive(Frames, id);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Dive(int depth, int id) =>
        depth > 1 ? Dive(depth - 1, id) + 1 : throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"order {id} was not found"));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Dive(int depth, Exception exception) =>
        depth > 1 ? Dive(depth - 1, exception) + 1 : throw exception;
}
