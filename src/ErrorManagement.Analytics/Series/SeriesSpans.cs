namespace ErrorManagement.Analytics.Series;

/// <summary>How far back series reach.</summary>
internal static class SeriesSpans
{
    /// <summary>How many minutes may be asked for.</summary>
    public const int Minutes = 24 * 60;

    /// <summary>How many hours may be asked for.</summary>
    public const int Hours = 5 * 7 * 24;

    /// <summary>How many minutes are kept: one hour more, for the begin of the bucket in which the first one lies.</summary>
    public const int KeptMinutes = Minutes + 60;

    /// <summary>How many hours are kept: one day more, for the same.</summary>
    public const int KeptHours = Hours + 24;

    /// <summary>How many buckets are told at once.</summary>
    public const int MaxPoints = 7 * Minutes;
}
