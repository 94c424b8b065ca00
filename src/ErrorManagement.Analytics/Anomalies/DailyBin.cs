using System.Runtime.InteropServices;

namespace ErrorManagement.Analytics.Anomalies;

/// <summary>Half an hour of the day, as it was over the days: the range of the days before, that of its last day, and the mean.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct DailyBin
{
    public double Mean;
    public double Low;
    public double High;
    public double LastLow;
    public double LastHigh;
    public int LastDay;
    public int Days;
}
