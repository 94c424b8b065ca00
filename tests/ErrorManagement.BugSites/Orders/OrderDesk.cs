using System.Runtime.CompilerServices;

namespace ErrorManagement.BugSites.Orders;

/// <summary>One entry for many bugs: what is called is small, and much of it vanishes into this method.</summary>
internal static class OrderDesk
{
    public static void Run(string action, int i)
    {
        switch (action)
        {
            case "place":
                Place(i);
                break;
            case "cancel":
                Cancel(i);
                break;
            case "ship":
                Ship(i);
                break;
            case "invoice":
                Invoice(i);
                break;
            case "weigh":
                Weigh(i);
                break;
            case "refund":
                Refund(i);
                break;
            case "price":
                Sink.Take(Total(i, price: -1, tax: 1));
                break;
            case "tax":
                Sink.Take(Total(i, price: 1, tax: -1));
                break;
            case "pack":
                Pack(i);
                break;
            case "label":
                Label(i);
                break;
            case "address-missing":
                CheckAddress(i, 0);
                break;
            case "address-foreign":
                CheckAddress(i, 1);
                break;
            case "loop":
                Sink.Take(Checksum(i));
                break;
            default:
                throw new ArgumentException(action);
        }
    }

    private static void Place(int i) => Sink.Take(Guard.NotNull<string>(Sink.Null<string>(i)));

    private static void Cancel(int i) => Sink.Take(Guard.NotNull<int[]>(Sink.Null<int[]>(i)));

    private static void Ship(int i) => Sink.Take(Guard.HasValue<int>(Sink.None<int>(i)));

    private static void Invoice(int i) => Sink.Take(Guard.HasValue<long>(Sink.None<long>(i)));

    // Three deep, each small enough to be inlined.
    private static void Weigh(int i) => Sink.Take(Scale(i) + 1);

    private static int Scale(int i) => Sensor(i) * 2;

    private static int Sensor(int i) => i >= 0 ? throw new InvalidOperationException(Guard.Unmet) : i;

    // The same type and message as above, thrown without a helper.
    private static void Refund(int i)
    {
        if (i >= 0)
        {
            throw new InvalidOperationException(Guard.Unmet);
        }
    }

    // Two calls in one expression: which one throws is the bug.
    private static int Total(int i, int price, int tax) => Price(i, price) + Tax(i, tax);

    private static int Price(int i, int price)
    {
        Guard.Require(price >= 0);
        return i;
    }

    private static int Tax(int i, int tax)
    {
        Guard.Require(tax >= 0);
        return i;
    }

    private static void Pack(int i) => Sink.Take(Guard.InRange(i + 1_000, 1_000));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Label(int i) => Sink.Take(Guard.InRange(i + 2_000, 1_000));

    // Two bugs in one method: only what they say tells them apart.
    private static void CheckAddress(int i, int kind)
    {
        if (kind == 0)
        {
            throw new InvalidOperationException("The order has no address.");
        }

        throw new InvalidOperationException("The order goes to a country that is not served.");
    }

    // Long enough for on-stack replacement in the cold run already.
    private static int Checksum(int i)
    {
        var sum = 0;
        for (var at = 0; at < 3_000; at++)
        {
            sum = unchecked((sum * 31) + at + i);
            if (at == 2_900)
            {
                Verify(sum);
            }
        }

        return sum;
    }

    private static void Verify(int sum) => Guard.Require(sum == 0 && sum == 1);
}
