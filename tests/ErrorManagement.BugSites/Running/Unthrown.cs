using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ErrorManagement.Analytics;
using ErrorManagement.BugSites.Payments;

namespace ErrorManagement.BugSites.Running;

/// <summary>Errors without a stack: lines of logs, answers of other systems, exceptions that were never thrown. All texts are those of the errors, not of the culture.</summary>
internal static class Unthrown
{
    public static IEnumerable<string> Record(IErrorRegistry registry)
    {
        foreach (var (name, occurrence) in Occurrences())
        {
            yield return Line(name, registry, registry.Record(occurrence));
        }

        foreach (var (name, exception) in Exceptions())
        {
            yield return Line(name, registry, registry.Record(exception, "sales"));
        }
    }

    private static string Line(string name, IErrorRegistry registry, RecordedError recorded) => $"{name} {registry.Find(recorded.Id)?.Fingerprint.ToString() ?? "none"}";

    private static IEnumerable<(string Name, ErrorOccurrence Occurrence)> Occurrences() =>
    [
        ("plain", new("sales", "OrderFailed", "The order failed.")),
        ("number", new("sales", "OrderFailed", "The order 4711 failed after 12.5 s.")),
        ("guid", new("sales", "OrderFailed", "The order 2f1b7c9e-0a52-4f0e-9d3c-5b1a6c7d8e9f failed.")),
        ("quoted", new("sales", "OrderFailed", "The order of 'Ayşe İnce' failed.")),
        ("dotless", new("INVENTORY", "StockI", "The INDEX of ITEM ıİiI is wrong.")),
        ("upper", new("sales", "OrderFailed", "TITLE IN ISTANBUL")),
        ("lower", new("sales", "OrderFailed", "title in istanbul")),
        ("japanese", new("sales", "OrderFailed", "注文 12 は失敗しました")),
        ("german", new("sales", "OrderFailed", "Die Größe „12,5“ ist ungültig")),
        ("combining", new("sales", "OrderFailed", "Cafe\u0301 closed")),
        ("path", new("sales", "OrderFailed", "Cannot read /var/data/in-17.csv")),
        ("address", new("sales", "OrderFailed", "No route to 10.1.2.3:8080")),
        ("hex", new("sales", "OrderFailed", "Failed with 0x80070005")),
        ("date", new("sales", "OrderFailed", "Since 2026-03-09T14:05:06Z nothing came")),
        ("empty", new("sales", "OrderFailed", "")),
        ("code", new("sales", "OrderFailed", "The order failed.") { Code = ErrorCode.Parse("SHOP-ORD-001") }),
        ("template", new("sales", "OrderFailed", "The order 17 failed.") { Template = "The order {OrderId} failed." }),
        ("stack-text", new("sales", "OrderFailed", "The order failed.") { StackTrace = "   at Shop.Orders.Place(Int32 id) in /src/Orders.cs:line 12\n   at Shop.Web.Post()" }),
        ("stack-text-of-another-culture", new("sales", "OrderFailed", "The order failed.") { StackTrace = "   bei Shop.Orders.Place(Int32 id) in /src/Orders.cs:Zeile 12.\n   bei Shop.Web.Post()" }),
    ];

    private static IEnumerable<(string Name, Exception Exception)> Exceptions() =>
    [
        ("exception", new InvalidOperationException("The order 12 failed.")),
        ("wrapped", new PaymentException("The payment failed.", new TimeoutException("after 30 s"))),
        ("coded", new DeclinedException("The card of customer 12 was declined.")),
        ("socket", new SocketException((int)SocketError.ConnectionReset)),
        ("http", new HttpRequestException("503", null, HttpStatusCode.ServiceUnavailable)),
        ("aggregate", new AggregateException("Two failed.", new TimeoutException("one"), new InvalidOperationException("two"))),
        ("formatted", new InvalidOperationException(string.Create(CultureInfo.CurrentCulture, $"The account is overdrawn by {1_234.5m:N1} units."))),
    ];
}
