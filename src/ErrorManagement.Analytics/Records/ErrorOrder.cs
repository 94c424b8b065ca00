namespace ErrorManagement.Analytics;

/// <summary>In which order records are returned. Where two are equal in it, the one last seen later comes first, then the one with the higher handle.</summary>
public enum ErrorOrder
{
    /// <summary>By when they were last seen; the newest first. The default.</summary>
    LastSeen,

    /// <summary>By when they were first seen; the newest first.</summary>
    FirstSeen,

    /// <summary>By how often they happened; the most frequent first.</summary>
    Count,

    /// <summary>By how bad they are; the worst first.</summary>
    Severity,
}
