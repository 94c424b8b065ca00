namespace ErrorManagement.BugSites.Orders;

/// <summary>Lambdas, local functions, LINQ and look-ups: frames that the compiler names.</summary>
internal static class StockDesk
{
    private static readonly int[] Shelf = [1, 2, 3];
    private static readonly List<int> Bins = [1, 2, 3];
    private static readonly Dictionary<string, int> Amounts = new(StringComparer.Ordinal) { ["nails"] = 3 };

    public static void Run(string action, int i)
    {
        switch (action)
        {
            case "amount":
                Sink.Take(Amount($"part-{i}"));
                break;
            case "reserve":
                Sink.Take(Reserve(i));
                break;
            case "reserve-all":
                Sink.Take(ReserveAll(i));
                break;
            case "pick":
                Sink.Take(Pick(i));
                break;
            case "count-low":
                Count(i, low: true);
                break;
            case "count-high":
                Count(i, low: false);
                break;
            case "each":
                Each(i);
                break;
            case "inside-first":
                Inside(i, first: true);
                break;
            case "inside-second":
                Inside(i, first: false);
                break;
            case "apply-left":
                Sink.Take(Choose(i, left: true));
                break;
            case "apply-right":
                Sink.Take(Choose(i, left: false));
                break;
            case "sort":
                Sort(i);
                break;
            case "query":
                Sink.Take(Query(i));
                break;
            case "group":
                Sink.Take(Shelf.GroupBy(x => KeyOf(x, i)).Count());
                break;
            default:
                throw new ArgumentException(action);
        }
    }

    private static int Amount(string part) => Amounts[part];

    private static int Reserve(int i) => Shelf.Single(x => x > i + 10);

    private static int ReserveAll(int i) => Bins.Where(x => x > i + 10).Single();

    private static int Pick(int i) => Shelf.First(x => Fits(x, i));

    private static bool Fits(int x, int i)
    {
        Guard.Require(x > i + 10);
        return true;
    }

    // Two lambdas of one method with the same words.
    private static void Count(int i, bool low) =>
        Sink.Take(low ? Shelf.Select(x => i >= 0 ? throw new InvalidOperationException("The bin is empty.") : x).Sum() : Shelf.Select(x => i >= -1 ? throw new InvalidOperationException("The bin is empty.") : x).Sum());

    private static void Each(int i) => Bins.ForEach(x =>
    {
        if (x + i > 0)
        {
            throw new InvalidOperationException("The bin is empty.");
        }
    });

    private static void Inside(int i, bool first)
    {
        if (first)
        {
            Top(i);
        }
        else
        {
            Bottom(i);
        }

        static void Top(int i) => Guard.Require(i < 0);

        static void Bottom(int i) => Guard.Require(i < -1);
    }

    private static int Choose(int i, bool left) => left ? Apply(x => Refuse(x), i) : Apply(x => Refuse(x + 1), i);

    private static int Apply(Func<int, int> choice, int i) => choice(i);

    private static int Refuse(int x) => x >= 0 ? throw new NotSupportedException("Nobody takes this.") : x;

    // The framework wraps what a comparison throws.
    private static void Sort(int i)
    {
        var copy = Shelf.ToArray();
        Array.Sort(copy, (a, b) => i >= 0 ? throw new InvalidOperationException("These cannot be compared.") : a - b);
    }

    private static int Query(int i) => (from x in Shelf
                                        from y in Bins
                                        where Fit(x, y, i)
                                        select x + y).Count();

    private static bool Fit(int x, int y, int i)
    {
        Guard.Require(x + y > i + 100);
        return true;
    }

    private static int KeyOf(int x, int i)
    {
        Guard.Require(x > i + 100);
        return x;
    }
}
