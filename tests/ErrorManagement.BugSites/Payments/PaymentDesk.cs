using System.Globalization;
using System.Runtime.ExceptionServices;

namespace ErrorManagement.BugSites.Payments;

/// <summary>Exceptions caught, wrapped, thrown on, thrown anew.</summary>
internal static class PaymentDesk
{
    public static void Run(string action, int i)
    {
        switch (action)
        {
            case "charge":
                Wrapped(() => Charge(i));
                break;
            case "settle":
                Wrapped(() => Settle(i));
                break;
            case "twice":
                WrappedTwice(i);
                break;
            case "twice-other":
                WrappedTwiceOther(i);
                break;
            case "again":
                ThrownOn(i);
                break;
            case "again-anew":
                ThrownAnew(i);
                break;
            case "dispatched":
                Dispatched(i);
                break;
            case "stored":
                Stored(i);
                break;
            case "filtered":
                Filtered(i);
                break;
            case "in-catch":
                InCatch(i);
                break;
            case "in-finally":
                InFinally(i);
                break;
            case "declined":
                Declined(i);
                break;
            case "expired":
                Expired(i);
                break;
            case "words":
                Words(i);
                break;
            case "invoke":
                Invoked(i);
                break;
            default:
                throw new ArgumentException(action);
        }
    }

    private static void Wrapped(Action pay)
    {
        try
        {
            pay();
        }
        catch (InvalidOperationException e)
        {
            throw new PaymentException("The payment failed.", e);
        }
    }

    private static void Charge(int i) => Guard.Require(i < 0);

    private static void Settle(int i) => Guard.Require(i < -1);

    private static void WrappedTwice(int i)
    {
        try
        {
            Wrapped(() => Charge(i));
        }
        catch (PaymentException e)
        {
            throw new InvalidOperationException("The order is not paid.", e);
        }
    }

    private static void WrappedTwiceOther(int i)
    {
        try
        {
            Wrapped(() => Settle(i));
        }
        catch (PaymentException e)
        {
            throw new InvalidOperationException("The order is not paid.", e);
        }
    }

    private static void ThrownOn(int i)
    {
        try
        {
            Reserve(i);
        }
        catch (InvalidOperationException)
        {
            Sink.Take(i);
            throw;
        }
    }

    private static void Reserve(int i) => Guard.Require(i < 0);

    private static void ThrownAnew(int i)
    {
        try
        {
            Reserve(i);
        }
        catch (InvalidOperationException e)
        {
            Sink.Take(i);
            throw e;
        }
    }

    private static void Dispatched(int i)
    {
        try
        {
            Reserve(i);
        }
        catch (InvalidOperationException e)
        {
            ExceptionDispatchInfo.Throw(e);
        }
    }

    private static void Stored(int i)
    {
        ExceptionDispatchInfo? stored = null;
        try
        {
            Reserve(i);
        }
        catch (InvalidOperationException e)
        {
            stored = ExceptionDispatchInfo.Capture(e);
        }

        Finish(stored);
    }

    private static void Finish(ExceptionDispatchInfo? stored) => stored?.Throw();

    private static void Filtered(int i)
    {
        try
        {
            Book(i);
        }
        catch (InvalidOperationException) when (i < 0)
        {
            Sink.Take(i);
        }
    }

    private static void Book(int i) => Guard.Require(i < 0);

    private static void InCatch(int i)
    {
        try
        {
            Book(i);
        }
        catch (InvalidOperationException)
        {
            Undo(i);
        }
    }

    private static void Undo(int i) => Guard.Require(i < 0);

    private static void InFinally(int i)
    {
        try
        {
            Sink.Take(i);
        }
        finally
        {
            Undo(i);
        }
    }

    private static void Declined(int i) => throw new DeclinedException($"The card of customer {i} was declined.");

    private static void Expired(int i) => throw new DeclinedException($"The card of customer {i} was declined.");

    // One site, many messages: ids, names, paths and quoted words.
    private static void Words(int i) => throw new PaymentException(string.Create(
        CultureInfo.InvariantCulture,
        $"Transfer {new Guid(i, 7, 7, 1, 2, 3, 4, 5, 6, 7, 8)} of '{Name(i)}' to account {i * 7919} failed after {i % 400}ms: see /var/log/pay/{i % 97}/run-{i}.log"));

    private static string Name(int i) => (i % 5) switch { 0 => "anna", 1 => "Bertram Vogel", 2 => "çelik", 3 => "O-N", _ => "山田" };

    private static void Invoked(int i) => Reflected.Call(i);
}
