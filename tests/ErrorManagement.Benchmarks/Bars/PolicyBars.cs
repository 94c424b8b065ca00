namespace ErrorManagement.Benchmarks.Bars;

/// <summary>P3, P16, P17: policies composed.</summary>
internal static class PolicyBars
{
    public static IEnumerable<Bar> All =>
    [
        new Bar(3, "fallback(retry(breaker(call))) success", 0.05, "x", null),
        new Bar(16, "four failing attempts and a fallback", 0.5, "x", null),
        new Bar(17, "timeout that does not fire", 0.15, "x", null),
    ];
}
