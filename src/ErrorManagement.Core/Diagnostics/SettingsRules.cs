namespace ErrorManagement.Diagnostics;

/// <summary>The rules of the settings check. What each says and what to do about it stands in docs/settings-check.md; a test compares the two lists.</summary>
internal static class SettingsRules
{
    public const string ThroughputOutOfReach = "throughput-out-of-reach";
    public const string FailuresOutOfReach = "failures-out-of-reach";
    public const string ConfidenceOutOfReach = "confidence-out-of-reach";
    public const string RateOverruled = "rate-overruled";
    public const string NothingCounts = "nothing-counts";
    public const string TrialsOutOfTime = "trials-out-of-time";
    public const string RampOutOfTime = "ramp-out-of-time";
    public const string BreakNeverGrows = "break-never-grows";
    public const string WithoutEffect = "without-effect";
    public const string DelayBeyondDuration = "delay-beyond-duration";
    public const string NeverOpens = "never-opens";
    public const string NoLayers = "no-layers";
    public const string RetriesMultiply = "retries-multiply";
    public const string TriesOutlastTimeout = "tries-outlast-timeout";
    public const string RejectionsOutlastDelay = "rejections-outlast-delay";
    public const string BudgetGrantsNothing = "budget-grants-nothing";
    public const string BudgetWithoutPressure = "budget-without-pressure";
    public const string BudgetNeverRefuses = "budget-never-refuses";
    public const string RetriesTripBreaker = "retries-trip-breaker";
    public const string RetriesOutlastTimeout = "retries-outlast-timeout";
    public const string BreakShorterThanTimeout = "break-shorter-than-timeout";
    public const string TrialsShorterThanTimeout = "trials-shorter-than-timeout";
    public const string SlowCallsCutFirst = "slow-calls-cut-first";
    public const string TimeoutNeverFires = "timeout-never-fires";
    public const string BreakerTwice = "breaker-twice";
    public const string HiddenByFallback = "hidden-by-fallback";
}
