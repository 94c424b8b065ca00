using System.Runtime.InteropServices;

namespace ErrorManagement.Analytics.Health;

/// <summary>What was counted on one processor since it was last taken. Stands apart from its neighbours.</summary>
[StructLayout(LayoutKind.Explicit, Size = 128)]
internal struct BudgetCell
{
    /// <summary>The minute the counts belong to. Rises only.</summary>
    [FieldOffset(64)]
    public long Minute;

    [FieldOffset(72)]
    public long Good;

    [FieldOffset(80)]
    public long Bad;
}
