using ErrorManagement.BugSites.Alone;
using ErrorManagement.BugSites.Gateway;
using ErrorManagement.BugSites.Limits;
using ErrorManagement.BugSites.Messages;
using ErrorManagement.BugSites.Orders;
using ErrorManagement.BugSites.Payments;
using ErrorManagement.BugSites.Reports;

namespace ErrorManagement.BugSites.Running;

/// <summary>All bugs. Most share their entry with others, and their component too.</summary>
internal static class Corpus
{
    public static IReadOnlyList<BugSite> Sites { get; } =
    [
        .. Of("orders", "sales", OrderDesk.Run, "place cancel ship invoice weigh refund price tax pack label address-missing address-foreign loop"),
        .. Of("stock", "sales", StockDesk.Run, "amount reserve reserve-all pick count-low count-high each inside-first inside-second apply-left apply-right sort query group"),
        .. Of("payments", "payments", PaymentDesk.Run, "charge settle twice twice-other again again-anew dispatched stored filtered in-catch in-finally declined expired words invoke"),
        .. Of("reports", "reports", ReportDesk.Run, "rows rows-nested total average cell title new new-derived static add subtract convert text hash colour shape-a shape-b tail-left tail-right recursive mutual lazy dispose event"),
        .. Of("gateway", "gateway", GatewayDesk.Run, "number amount enum json json-type base64 date uri file regex refused unknown-host orders-503 stock-503 orders-404 rail road flat step index null-name null-city divide cast overflow store-int store-string localised formatted dated"),
        .. OfAsync("messages", "messages", MessagePump.RunAsync, "direct yielded deep chain chain-yields value-task value-task-yields when-all when-all-waited task-run lambda local stream-first stream-later configured timed-out faulted dispose caught-inside parallel not-async"),
        .. Of("limits", "limits", LimitsDesk.Run, "merged-left merged-right null-left null-right new-left new-right"),
        .. Of("tasks", "sales", Tasks.Nightly, "nightly"),
        .. Of("tasks", "sales", Tasks.Hourly, "hourly"),
        .. Of("tasks", "sales", Tasks.Check<int>, "check"),
        .. OfAsync("tasks", "messages", Tasks.PollAsync, "poll"),
        .. Of("tasks", "sales", static (_, i) => Guard.Require(i < 0), "lambda"),
        .. Of("tasks", "sales", static (_, i) => throw new InvalidOperationException(i < 0 ? "" : Guard.Unmet), "lambda-throws"),
    ];

    private static IEnumerable<BugSite> Of(string desk, string component, Action<string, int> run, string actions) =>
        actions.Split(' ').Select(action => new BugSite($"{desk}/{action}", component, run, null));

    private static IEnumerable<BugSite> OfAsync(string desk, string component, Func<string, int, Task> run, string actions) =>
        actions.Split(' ').Select(action => new BugSite($"{desk}/{action}", component, null, run));
}
