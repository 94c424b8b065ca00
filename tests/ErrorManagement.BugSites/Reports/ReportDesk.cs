using System.Runtime.CompilerServices;

namespace ErrorManagement.BugSites.Reports;

/// <summary>Iterators, members of every kind, tail calls, recursion.</summary>
internal static class ReportDesk
{
    public static void Run(string action, int i)
    {
        switch (action)
        {
            case "rows":
                foreach (var row in Rows(i))
                {
                    Sink.Take(row);
                }

                break;
            case "rows-nested":
                Sink.Take(Nested(i).Count());
                break;
            case "total":
                Sink.Take(new Page(i).Total);
                break;
            case "average":
                Sink.Take(new Page(i).Average);
                break;
            case "cell":
                Sink.Take(new Page(i)[3]);
                break;
            case "title":
                new Page(i).Title = "x";
                break;
            case "new":
                Sink.Take(new Heading(i));
                break;
            case "new-derived":
                Sink.Take(new SubHeading(i));
                break;
            case "static":
                Sink.Take(Fonts.Default);
                break;
            case "add":
                Sink.Take(new Money(i) + new Money(1));
                break;
            case "subtract":
                Sink.Take(new Money(i) - new Money(1));
                break;
            case "convert":
                Sink.Take((int)new Money(i));
                break;
            case "text":
                Sink.Take($"{new Secret(i)}");
                break;
            case "hash":
                Sink.Take(new HashSet<Secret> { new(i) }.Count);
                break;
            case "colour":
                Sink.Take(Colour(i));
                break;
            case "shape-a":
                Sink.Take(Shape(i, 0));
                break;
            case "shape-b":
                Sink.Take(Shape(i, 1));
                break;
            case "tail-left":
                Sink.Take(TailLeft(i));
                break;
            case "tail-right":
                Sink.Take(TailRight(i));
                break;
            case "recursive":
                Sink.Take(Depth(i % 7, i));
                break;
            case "mutual":
                Sink.Take(Even(i % 5 * 2, i));
                break;
            case "lazy":
                Sink.Take(new Lazy<int>(() => Compute(i)).Value);
                break;
            case "dispose":
                using (new Lease(i))
                {
                    Sink.Take(i);
                }

                break;
            case "event":
                Raise(i);
                break;
            default:
                throw new ArgumentException(action);
        }
    }

    private static IEnumerable<int> Rows(int i)
    {
        yield return i;
        Guard.Require(i < 0);
        yield return i + 1;
    }

    private static IEnumerable<int> Nested(int i)
    {
        foreach (var row in Inner(i))
        {
            yield return row;
        }
    }

    private static IEnumerable<int> Inner(int i)
    {
        Guard.Require(i < 0);
        yield return i;
    }

    private static int Colour(int i) => (i + 7) switch { < 0 => 1, 3 => 2 };

    private static int Shape(int i, int kind) => kind switch
    {
        0 => Round(i),
        1 => Square(i),
        _ => i,
    };

    private static int Round(int i) => i >= 0 ? throw new NotSupportedException("The shape cannot be drawn.") : i;

    private static int Square(int i) => i >= 0 ? throw new NotSupportedException("The shape cannot be drawn.") : i;

    // In tail position: an optimised caller leaves no frame even where it is not inlined.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int TailLeft(int i) => Measure(i);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int TailRight(int i) => Measure(i);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Measure(int i)
    {
        Guard.Require(i < 0);
        return i;
    }

    private static int Depth(int depth, int i)
    {
        if (depth == 0)
        {
            Guard.Require(i < 0);
        }

        return Depth(depth - 1, i) + 1;
    }

    private static int Even(int depth, int i) => depth == 0 ? Stop(i) : Odd(depth - 1, i) + 1;

    private static int Odd(int depth, int i) => depth == 0 ? Stop(i) : Even(depth - 1, i) + 1;

    private static int Stop(int i)
    {
        Guard.Require(i < 0);
        return i;
    }

    private static int Compute(int i)
    {
        Guard.Require(i < 0);
        return i;
    }

    private static void Raise(int i)
    {
        Action<int>? heard = Sink.Take;
        heard += static x => Guard.Require(x < 0);
        heard(i);
    }
}
