namespace ErrorManagement.Analytics.Registry;

internal sealed partial class TrackedError
{
    /// <summary>Its occurrences and consequences since two steady minutes, inclusive, both within the last day. What the series do not know of yet is handed on to them first.</summary>
    public (long Long, long Short) SumSince(long first, long later)
    {
        FlushSeries();
        return _own.SumSince(first, later, _series.Hours);
    }
}
