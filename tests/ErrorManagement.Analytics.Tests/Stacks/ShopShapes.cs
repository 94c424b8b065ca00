#pragma warning disable CA1806, CA1822, CA1852 // the shapes are the point, not what they are good for
using System.Collections;
using System.Globalization;

namespace Shop;

/// <summary>Code of every shape that a compiler turns into something else, all of it failing.</summary>
internal class Checkout
{
    private static readonly int[] One = [1];

    public Checkout(int number, string text) => throw new ProbeException($"{number}{text}");

    protected Checkout()
    {
    }

    public decimal Total
    {
        get => throw new ProbeException();
        set => throw new ProbeException(value.ToString(CultureInfo.InvariantCulture));
    }

    public string Label
    {
        get => "";
        init => throw new ProbeException(value);
    }

    public event EventHandler? Changed
    {
        add => throw new ProbeException();
        remove => throw new ProbeException();
    }

    public string this[int row, string column]
    {
        get => throw new ProbeException();
        set => throw new ProbeException();
    }

    public static Checkout Make() => new();

    public static Checkout MakeLabelled() => new() { Label = "x" };

    public static async Task PayAsync(int order, CancellationToken cancellationToken)
    {
        await Task.Yield();
        throw new ProbeException($"{order} {cancellationToken.IsCancellationRequested}");
    }

    public static async Task<T> GenericAsync<T>(T value, List<T>? more = null)
    {
        await Task.Yield();
        throw new ProbeException($"{value}{more}");
    }

    public static async ValueTask<int> OuterAsync(int depth)
    {
        await InnerAsync(depth).ConfigureAwait(false);
        return 1;
    }

    public static async Task InnerAsync(int depth)
    {
        await PayAsync(depth, CancellationToken.None);
    }

    public static IEnumerable<int> Count(int from)
    {
        yield return from;
        throw new ProbeException();
    }

    public static async IAsyncEnumerable<int> CountAsync(int from)
    {
        await Task.Yield();
        yield return from;
        throw new ProbeException();
    }

    public static void Lambda() => Run(() => throw new ProbeException());

    public static void LambdaWithParameters() => One.Select(number => number > 0 ? throw new ProbeException() : number).ToArray();

    public static void Closure(int caught) => Run(() => throw new ProbeException(caught.ToString(CultureInfo.InvariantCulture)));

    public static Task AsyncLambdaAsync(int caught) => RunAsync(async () =>
    {
        await Task.Yield();
        throw new ProbeException(caught.ToString(CultureInfo.InvariantCulture));
    });

    public static void LocalFunction(int caught)
    {
        Local("x");

        void Local(string text) => throw new ProbeException(text + caught);
    }

    public static Task LocalAsyncFunctionAsync()
    {
        return LocalAsync<int>(1);

        static async Task<T> LocalAsync<T>(T value)
        {
            await Task.Yield();
            throw new ProbeException($"{value}");
        }
    }

    public static async Task LambdaInsideAsync()
    {
        await Task.Yield();
        Run(() => throw new ProbeException());
    }

    public static void Types(int? number, int[] list, int[][,] table, (int Id, string Name) pair, Dictionary<string, List<int?>> map, object anything, nint address, dynamic late) =>
        throw new ProbeException($"{number}{list}{table}{pair}{map}{anything}{address}{late}");

    public static void Ways(ref int changed, in long read, out string written) => throw new ProbeException($"{changed}{read}");

    public static unsafe void Pointers(int* one, delegate*<int, void> call, void** two) => throw new ProbeException($"{(nint)one}{(nint)call}{(nint)two}");

    public static void LongTuple((int, int, int, int, int, int, int, string, bool) many) => throw new ProbeException($"{many}");

    public static void Several<TFirst, TSecond>(TFirst first, Func<TSecond, TFirst>? second) => throw new ProbeException($"{first}{second}");

    private static void Run(Action action) => action();

    private static Task RunAsync(Func<Task> action) => action();
}

internal sealed class Failing
{
    public static readonly int Value = Fail();

    private static int Fail() => throw new ProbeException();
}

internal sealed class Primary(int number)
{
    private readonly int _checked = number > 0 ? throw new ProbeException() : number;

    public int Checked => _checked;
}

internal readonly record struct Money(decimal Amount) : IComparable<Money>
{
    public static Money operator +(Money left, Money right) => throw new ProbeException($"{left}{right}");

    public static Money operator checked -(Money value) => throw new ProbeException($"{value}");

    public static Money operator -(Money value) => throw new ProbeException($"{value}");

    public static implicit operator decimal(Money money) => throw new ProbeException();

    public static explicit operator Money(string text) => throw new ProbeException(text);

    int IComparable<Money>.CompareTo(Money other) => throw new ProbeException();
}

internal record Order(string Name)
{
    private readonly object _probe = new();

    protected Order(Order other) => throw new ProbeException(other.Name + _probe);

    protected virtual bool PrintMembers(System.Text.StringBuilder builder) => throw new ProbeException();
}

internal interface IStore<T>
{
    T Count { get; }

    void Save(T value);
}

internal sealed class Store<TKey> : IStore<int>, IEnumerable<TKey>
    where TKey : notnull
{
    int IStore<int>.Count => throw new ProbeException();

    void IStore<int>.Save(int value) => throw new ProbeException();

    public IEnumerator<TKey> GetEnumerator() => throw new ProbeException();

    IEnumerator IEnumerable.GetEnumerator() => throw new ProbeException();

    public void Put<TValue>(TKey key, TValue value) => throw new ProbeException($"{key}{value}");

    public async Task PutLaterAsync<TValue>(TKey key, TValue value)
    {
        await PutAsync(value);

        async Task PutAsync(TValue later)
        {
            await Task.Yield();
            new Action(() => throw new ProbeException($"{key}{later}"))();
        }
    }

    public sealed class Entry<TItem>
    {
        public void Touch(TKey key, TItem item) => throw new ProbeException($"{key}{item}");
    }
}

internal static class Deep
{
    public static int Recurse(int depth) => depth == 0 ? throw new ProbeException() : Recurse(depth - 1) + 1;

    public static int Ping(int depth) => depth == 0 ? throw new ProbeException() : Pong(depth - 1) + 1;

    public static int Pong(int depth) => Ping(depth) + 1;
}

file static class OfThisFile
{
    public static void Fail() => throw new ProbeException();
}

internal static class Outside
{
    public static void Fail() => OfThisFile.Fail();
}

internal sealed class ProbeException(string message = "probe") : Exception(message);
