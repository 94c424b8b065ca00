namespace ErrorManagement.Analytics.Registry;

internal sealed partial class TrackedError
{
    /// <summary>Its occurrences and consequences since two steady minutes, inclusive, both within the last day; of what was handed on to the series by now.</summary>
    public (long Long, long Short) SumSince(long first, long later) => _own.SumSince(first, later, _series.Hours);
}
