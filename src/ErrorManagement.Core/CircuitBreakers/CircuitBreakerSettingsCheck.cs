using ErrorManagement.Diagnostics;

namespace ErrorManagement.CircuitBreakers;

/// <summary>Finds settings of one breaker that cannot work together, or not at the rate of calls that the host declares. Pure. The options are within their bounds and frozen.</summary>
internal static class CircuitBreakerSettingsCheck
{
    private const double Rounding = 1e-9;
    private const double PresetGrowth = 2.0; // of the Enhanced preset, to which a pacing may be added
    private const long MostCalls = 1_000_000_000;
    private static readonly TimeSpan LongestWindow = TimeSpan.FromDays(1);

    public static IReadOnlyList<SettingsWarning> Find(string name, CircuitBreakerOptions options)
    {
        var found = new SettingsFindings($"Circuit breaker '{name}'");
        var tooFew = CheckThroughput(options, found);
        var failureRateWorks = !tooFew && CheckConfidence(options, nameof(options.FailureRateThreshold), options.FailureRateThreshold, found);
        _ = !tooFew && CheckConfidence(options, nameof(options.SlowCallRateThreshold), options.SlowCallRateThreshold, found);
        if (failureRateWorks)
        {
            CheckOverruled(options, found);
        }
        else
        {
            CheckFailures(options, found);
        }

        CheckOpens(options, found);
        CheckTypes(options, found);
        CheckTrials(options, found);
        CheckRamp(options, found);
        CheckGrowth(options, found);
        CheckEffects(options, found);
        return found.Found;
    }

    /// <summary>How many calls the window can hold, the one that has just ended among them; null when the rate of calls is not declared.</summary>
    public static long? CallsInWindow(CircuitBreakerOptions options) =>
        options.Counting == CircuitCounting.LastCalls ? options.SamplingCalls : CallsWithin(options, options.SamplingDuration);

    // Calls that come evenly: as many as begin within a length from one of them on. Rounding must not make ten calls eleven.
    private static long? CallsWithin(CircuitBreakerOptions options, TimeSpan length) =>
        options.ExpectedCallsPerMinute is { } rate ? (long)Math.Clamp(Math.Ceiling((rate * length.TotalMinutes) - Rounding), 1, MostCalls) : null;

    private static string SecondsFor(double calls, double perMinute) => FormattableString.Invariant($"{Math.Ceiling(calls / perMinute * 60):0} s");

    private static string LongerWindow(double calls, double perMinute) =>
        calls / perMinute <= LongestWindow.TotalMinutes ? $", lengthen SamplingDuration to {SecondsFor(calls, perMinute)}" : "";

    private static bool CheckThroughput(CircuitBreakerOptions options, SettingsFindings found)
    {
        if (!options.HasRate || options.ExpectedCallsPerMinute is not { } rate || CallsInWindow(options) is not { } calls || calls >= CircuitRules.MinimumOf(options))
        {
            return false;
        }

        found.Add(
            SettingsRules.ThroughputOutOfReach,
            $"MinimumThroughput is {options.MinimumThroughput}, and at the declared {rate:0.####} calls a minute the SamplingDuration of {SettingsFindings.Seconds(options.SamplingDuration)} holds only {calls}: {RatesOf(options)} never applies. Lower MinimumThroughput to {calls}{LongerWindow(options.MinimumThroughput, rate)}, or count the last calls (CircuitCounting.LastCalls).");
        return true;
    }

    private static string RatesOf(CircuitBreakerOptions options) =>
        options.FailureRateThreshold is null ? nameof(options.SlowCallRateThreshold)
        : options.SlowCallRateThreshold is null ? nameof(options.FailureRateThreshold)
        : $"neither {nameof(options.FailureRateThreshold)} nor {nameof(options.SlowCallRateThreshold)}";

    /// <returns>Whether there is such a rate, and it can be reached.</returns>
    private static bool CheckConfidence(CircuitBreakerOptions options, string setting, double? threshold, SettingsFindings found)
    {
        if (threshold is not { } wanted)
        {
            return false;
        }

        if (options.Bound is not { } bound)
        {
            return true;
        }

        if (wanted >= 1)
        {
            found.Add(SettingsRules.ConfidenceOutOfReach, $"{setting} is 1, and with RateConfidence {options.RateConfidence:0.######} no number of calls is enough to be sure of that. Set {setting} below 1, such as 0.9, or RateConfidence to null.");
            return false;
        }

        if (CallsInWindow(options) is not { } calls || bound.Lower(calls, calls) >= wanted)
        {
            return true;
        }

        var needed = Smallest(n => bound.Lower(n, n) >= wanted);
        var window = options.Counting == CircuitCounting.LastCalls ? $"SamplingCalls of {calls}" : FormattableString.Invariant($"{calls} calls that SamplingDuration ({SettingsFindings.Seconds(options.SamplingDuration)}) holds at the declared {options.ExpectedCallsPerMinute:0.####} a minute");
        found.Add(
            SettingsRules.ConfidenceOutOfReach,
            $"{setting} is {wanted:0.######} with RateConfidence {options.RateConfidence:0.######}, and the {window} can never show it: when all of them count, the rate is above {bound.Lower(calls, calls):0.###} at that confidence. It takes {needed} calls: let the window hold as many, or lower {setting} or RateConfidence.");
        return false;
    }

    // A rate and a count that need equally many failures say the same thing twice, as in the Enhanced preset: that is no contradiction.
    private static void CheckOverruled(CircuitBreakerOptions options, SettingsFindings found)
    {
        if (options.Counting == CircuitCounting.Consecutive || options.FailureRateThreshold is not { } rate)
        {
            return;
        }

        var needed = Smallest(failures => CircuitRules.IsReached(options, rate, failures, Math.Max(failures, CircuitRules.MinimumOf(options))));
        if (options.FailureThreshold < needed)
        {
            found.Add(
                SettingsRules.RateOverruled,
                $"FailureRateThreshold {rate:0.######} never decides: of at least {CircuitRules.MinimumOf(options)} calls it takes {needed} failures, and FailureThreshold {options.FailureThreshold} opens the circuit before, however many calls succeed in the same window. Raise FailureThreshold above {needed}, to int.MaxValue for the rate alone, or leave FailureRateThreshold out.");
        }
    }

    private static void CheckFailures(CircuitBreakerOptions options, SettingsFindings found)
    {
        // The largest number is how one says that the count is not to open the circuit.
        if (options.Counting == CircuitCounting.Consecutive || options.FailureThreshold == int.MaxValue || CallsInWindow(options) is not { } calls || calls >= options.FailureThreshold)
        {
            return;
        }

        if (options.Counting == CircuitCounting.LastCalls)
        {
            found.Add(SettingsRules.FailuresOutOfReach, $"FailureThreshold is {options.FailureThreshold}, and only the last {options.SamplingCalls} calls are looked at: that many failures never open the circuit. Lower FailureThreshold to at most {options.SamplingCalls}, or raise SamplingCalls.");
            return;
        }

        found.Add(
            SettingsRules.FailuresOutOfReach,
            $"FailureThreshold is {options.FailureThreshold}, and at the declared {options.ExpectedCallsPerMinute:0.####} calls a minute the SamplingDuration of {SettingsFindings.Seconds(options.SamplingDuration)} holds only {calls}: that many failures never open the circuit. Lower FailureThreshold to at most {calls}{LongerWindow(options.FailureThreshold, options.ExpectedCallsPerMinute!.Value)}, or count failures in a row (CircuitCounting.Consecutive).");
    }

    private static void CheckOpens(CircuitBreakerOptions options, SettingsFindings found)
    {
        // A judge may trip it; one that begins in another mode is moved by hand.
        if (options is { FailureThreshold: int.MaxValue, HasRate: false, JudgeException: null, ResultJudges.Length: 0, InitialMode: CircuitMode.Automatic })
        {
            found.Add(SettingsRules.NeverOpens, $"FailureThreshold is int.MaxValue, which switches the count off, and there is neither a rate nor a judge: nothing but a call of Isolate opens the circuit. Set FailureThreshold or FailureRateThreshold.");
        }
    }

    private static void CheckTypes(CircuitBreakerOptions options, SettingsFindings found)
    {
        // A judge, of exceptions or of results, and the slow-call rule open a circuit without any of these types.
        if (options.JudgeException is not null || options.ResultJudges.Length > 0 || options.SlowCallRateThreshold is not null)
        {
            return;
        }

        if (options.IgnoredExceptionTypes.Contains(typeof(Exception)))
        {
            found.Add(SettingsRules.NothingCounts, $"IgnoredExceptionTypes holds System.Exception, so no exception counts and the circuit never opens. Ignore single types, or set JudgeException.");
        }
        else if (options.MonitoredExceptionTypes.Count > 0 && options.MonitoredExceptionTypes.All(monitored => options.IgnoredExceptionTypes.Any(ignored => ignored.IsAssignableFrom(monitored))))
        {
            found.Add(SettingsRules.NothingCounts, $"Every one of the MonitoredExceptionTypes ({string.Join(", ", options.MonitoredExceptionTypes.Select(t => t.FullName))}) is covered by IgnoredExceptionTypes ({string.Join(", ", options.IgnoredExceptionTypes.Select(t => t.FullName))}), which win: no exception counts and the circuit never opens. Take those to be counted out of IgnoredExceptionTypes.");
        }
    }

    private static void CheckTrials(CircuitBreakerOptions options, SettingsFindings found)
    {
        if (options.HalfOpenTimeout is { } time && options.AfterHalfOpenTimeout == CircuitState.Open && CallsWithin(options, time) is { } calls && calls < options.SuccessThreshold)
        {
            var rate = options.ExpectedCallsPerMinute!.Value;
            found.Add(
                SettingsRules.TrialsOutOfTime,
                $"SuccessThreshold is {options.SuccessThreshold}, and at the declared {rate:0.####} calls a minute only {calls} can be tried within the HalfOpenTimeout of {SettingsFindings.Seconds(time)}: the circuit opens again though all of them succeed. Lower SuccessThreshold to {calls}, or lengthen HalfOpenTimeout to {SecondsFor(options.SuccessThreshold, rate)}.");
        }
    }

    private static void CheckRamp(CircuitBreakerOptions options, SettingsFindings found)
    {
        if (options is { RampDuration: { } ramp, ExpectedCallsPerMinute: { } rate } && rate * ramp.TotalMinutes < 1 - Rounding)
        {
            found.Add(SettingsRules.RampOutOfTime, $"RampDuration is {SettingsFindings.Seconds(ramp)}, and at the declared {rate:0.####} calls a minute one comes every {60 / rate:0.###} s: the ramp is over before it has held any back. Lengthen RampDuration, or set it to null.");
        }
    }

    private static void CheckGrowth(CircuitBreakerOptions options, SettingsFindings found)
    {
        if (options.BackoffMultiplier > 1 && options.MaxBreakDuration == options.BreakDuration && options.Pacing is null)
        {
            found.Add(SettingsRules.BreakNeverGrows, $"BackoffMultiplier is {options.BackoffMultiplier:0.####}, and MaxBreakDuration is as long as BreakDuration ({SettingsFindings.Seconds(options.BreakDuration)}): the break never grows. Raise MaxBreakDuration, or set BackoffMultiplier to null.");
        }
    }

    private static void CheckEffects(CircuitBreakerOptions options, SettingsFindings found)
    {
        const string rate = "there is neither a FailureRateThreshold nor a SlowCallRateThreshold";
        var lastCalls = options.Counting == CircuitCounting.LastCalls;
        Check(options.MinimumThroughput != CircuitBreakerOptions.DefaultMinimumThroughput, options.HasRate, nameof(options.MinimumThroughput), $"{options.MinimumThroughput}", rate);
        Check(options.RateConfidence is not null, options.HasRate, nameof(options.RateConfidence), $"{options.RateConfidence:0.######}", rate);
        Check(options.SlowCallDuration != CircuitBreakerOptions.DefaultSlowCallDuration, options.SlowCallRateThreshold is not null, nameof(options.SlowCallDuration), $"{SettingsFindings.Seconds(options.SlowCallDuration)}", "there is no SlowCallRateThreshold");
        Check(options.SamplingDuration != CircuitBreakerOptions.DefaultSamplingDuration, !lastCalls && (options.Counting == CircuitCounting.Windowed || options.HasRate), nameof(options.SamplingDuration), $"{SettingsFindings.Seconds(options.SamplingDuration)}", lastCalls ? "Counting is LastCalls, which looks at SamplingCalls" : "Counting is Consecutive and there is no rate: failures in a row count, however long they take");
        Check(options.SamplingCalls != CircuitBreakerOptions.DefaultSamplingCalls, lastCalls, nameof(options.SamplingCalls), $"{options.SamplingCalls}", $"Counting is {options.Counting}, not LastCalls");
        Check(options.MaxBreakDuration != CircuitBreakerOptions.DefaultMaxBreakDuration, options.BackoffMultiplier is not null, nameof(options.MaxBreakDuration), $"{SettingsFindings.Seconds(options.MaxBreakDuration)}", "there is no BackoffMultiplier, so the break does not grow");
        Check(options.HalfOpenMaxCalls != CircuitBreakerOptions.DefaultHalfOpenMaxCalls && options.TrialCalls is not null, options.HalfOpenMaxCalls <= options.TrialCalls, nameof(options.HalfOpenMaxCalls), $"{options.HalfOpenMaxCalls}", $"the first TrialCalls ({options.TrialCalls}) trials that end decide, so that more of them in flight at once are of no use");
        Check(options.BackoffMultiplier is not (null or 1 or PresetGrowth), options.Pacing is null, nameof(options.BackoffMultiplier), $"{options.BackoffMultiplier:0.####}", "Pacing says how long breaks are");
        Check(options.BreakJitter > 0, options.Pacing is null, nameof(options.BreakJitter), $"{options.BreakJitter:0.####}", "Pacing says how long breaks are");
        Check(options.AfterHalfOpenTimeout == CircuitState.Closed, options.HalfOpenTimeout is not null, nameof(options.AfterHalfOpenTimeout), $"{options.AfterHalfOpenTimeout}", "there is no HalfOpenTimeout");
        Check(options.RampStart != CircuitBreakerOptions.DefaultRampStart, options.RampDuration is not null, nameof(options.RampStart), $"{options.RampStart:0.####}", "there is no RampDuration");

        void Check(bool isSet, bool hasEffect, string setting, FormattableString value, string why)
        {
            if (isSet && !hasEffect)
            {
                found.Add(SettingsRules.WithoutEffect, $"{setting} ({FormattableString.Invariant(value)}) has no effect: {why}. Set what it needs, or leave it out.");
            }
        }
    }

    /// <summary>The smallest number from which on something holds; <see cref="MostCalls"/> when it does not hold before.</summary>
    private static long Smallest(Func<long, bool> holds)
    {
        long low = 1, high = MostCalls;
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = holds(middle) ? (low, middle) : (middle + 1, high);
        }

        return low;
    }
}
