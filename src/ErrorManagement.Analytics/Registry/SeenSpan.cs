namespace ErrorManagement.Analytics.Registry;

/// <summary>From when to when something was seen, UTC ticks of the wall clock for those who read, and ticks of the steady clock to measure by.</summary>
internal readonly record struct SeenSpan(long FirstUtc, long LastUtc, long FirstSteady, long LastSteady);
