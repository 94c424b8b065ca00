#pragma warning disable CA1822, CA1859, CS0162 // the shapes are the point, not what they are good for
using System.Runtime.CompilerServices;

namespace ErrorManagement.Analytics.Tests.Stacks.Restoration;

/// <summary>
/// Code of which the runtime really leaves frames out, at once and in every process: what is marked as optimised is compiled so the first time,
/// and what it calls is inlined into it.
/// </summary>
internal static class InlinedShapes
{
    private const MethodImplOptions Optimised = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;
    private const MethodImplOptions Inlined = MethodImplOptions.AggressiveInlining;

    private static readonly IShape First = new FirstShape();
    private static readonly Dictionary<string, int> Table = [];

    private interface IShape
    {
        int Fail(int number);
    }

    public static int Number { get; set; } = 1;

    private static int Fails
    {
        [MethodImpl(Inlined)]
        get => A(Number);
    }

    [MethodImpl(Optimised)]
    public static int OneOfTwo(int number) => Number > 5 ? B(number) : A(number);

    [MethodImpl(Optimised)]
    public static int Chain(int number)
    {
        return Outer(number) + 1;
    }

    [MethodImpl(Optimised)]
    public static int OfProperty(int number) => number + Fails;

    [MethodImpl(Optimised)]
    public static int OfConstructor(int number) => new Made(number).Number;

    [MethodImpl(Optimised)]
    public static int OfGeneric(int number) => Generic("x", number) + 1;

    [MethodImpl(Optimised)]
    public static int OfLocalFunction(int number)
    {
        return Local(number) + 1;

        [MethodImpl(Inlined)]
        static int Local(int given) => B(given);
    }

    [MethodImpl(Optimised)]
    public static int OfLibrary(int number) => Find("x" + number) + 1;

    [MethodImpl(Optimised)]
    public static int Thrown(int number)
    {
        var sum = number;
        sum += Bare(sum);
        return sum;
    }

    [MethodImpl(Optimised)]
    public static int ThroughVirtual(int number) => First.Fail(number) + 1;

    [MethodImpl(Optimised)]
    public static int Rethrown(int number)
    {
        try
        {
            return A(number);
        }
        catch (InvalidOperationException)
        {
            Number = number;
            throw;
        }
    }

    [MethodImpl(Optimised)]
    public static int TwoOfOne(int number) => A(number) + B(number);

    [MethodImpl(Optimised)]
    public static int InIterator(int number) => Iterate(number).Sum();

    public static async Task<int> InAsync(int number)
    {
        await Task.Yield();
        return await InnerAsync(number) + 1;
    }

    [MethodImpl(Optimised)]
    private static IEnumerable<int> Iterate(int number)
    {
        yield return Number;
        yield return A(number);
    }

    private static async Task<int> InnerAsync(int number)
    {
        await Task.Yield();
        return Chain(number);
    }

    [MethodImpl(Inlined)]
    private static int Outer(int number) => A(number) + 2;

    [MethodImpl(Inlined)]
    private static int A(int number) => Check(number) + 1;

    [MethodImpl(Inlined)]
    private static int B(int number) => Check(number) + 2;

    [MethodImpl(Inlined)]
    private static int Generic<T>(T value, int number) => value is null ? 0 : B(number);

    [MethodImpl(Inlined)]
    private static int Find(string key) => Table[key];

    [MethodImpl(Inlined)]
    private static int Bare(int number)
    {
        if (number > 0)
        {
            throw new InvalidOperationException("bad");
        }

        return number;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Check(int number) => number > 0 ? throw new InvalidOperationException("bad") : number;

    private sealed class FirstShape : IShape
    {
        [MethodImpl(Optimised)]
        public int Fail(int number) => A(number) + 1;
    }

    private sealed class Made
    {
        [MethodImpl(Inlined)]
        public Made(int number) => Number = A(number);

        public int Number { get; }
    }
}
