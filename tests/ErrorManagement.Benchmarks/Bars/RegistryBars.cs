namespace ErrorManagement.Benchmarks.Bars;

/// <summary>P8 to P14: recording, grouping, detecting.</summary>
internal static class RegistryBars
{
    public static IEnumerable<Bar> All =>
    [
        new Bar(8, "record a known error", 0.025, "x", null),
    ];
}
