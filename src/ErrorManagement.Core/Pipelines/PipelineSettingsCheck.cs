using ErrorManagement.CircuitBreakers;
using ErrorManagement.Diagnostics;
using ErrorManagement.Retries;

namespace ErrorManagement.Pipelines;

/// <summary>Finds settings of layers that cannot work in the order in which they stand. Pure.</summary>
internal static partial class PipelineSettingsCheck
{
    private const int MostTries = 10_000; // of one call; more are not looked at

    /// <param name="subject">Whose layers they are.</param>
    /// <param name="layers">The layers, outermost first.</param>
    public static IReadOnlyList<SettingsWarning> Find(string subject, IReadOnlyList<LayerSettings> layers)
    {
        var found = new SettingsFindings(subject);
        for (var i = 0; i < layers.Count; i++)
        {
            if (layers[i].Breaker is { } breaker)
            {
                CheckRepeated(layers, i, found);
                CheckTries(layers, i, breaker, found);
                CheckTimes(layers, i, breaker, found);
            }

            if (layers[i].Retry is { } retry)
            {
                RetrySettingsCheck.Find(layers[i].Description, retry, found);
                CheckOutlasting(layers, i, retry, found);
                CheckRejections(layers, i, retry, found);
                CheckBudget(layers, i, retry, found);
            }

            CheckMultiplied(layers, i, found);

            CheckFires(layers, i, found);
            CheckHidden(layers, i, found);
        }

        var breakers = layers.Select(l => l.Breaker).OfType<CircuitBreaker>().Distinct();
        return [.. breakers.SelectMany(b => CircuitBreakerSettingsCheck.Find(b.Name, b.Options)), .. found.Found];
    }

    private static void CheckRepeated(IReadOnlyList<LayerSettings> layers, int at, SettingsFindings found)
    {
        if (layers.Take(at).Any(l => l.Breaker == layers[at].Breaker))
        {
            found.Add(
                SettingsRules.BreakerTwice,
                $"{layers[at].Description} stands in it more than once: each call counts as often, and each trial takes as many of the {layers[at].Breaker!.Options.HalfOpenMaxCalls} places (HalfOpenMaxCalls). Name it once.");
        }
    }

    /// <summary>Each try is counted by a breaker below the retry: those of one call must not be enough to open it.</summary>
    private static void CheckTries(IReadOnlyList<LayerSettings> layers, int at, CircuitBreaker breaker, SettingsFindings found)
    {
        var tries = TrySchedule.Earliest(layers, 0, at).Take(MostTries).ToList();
        if (tries.Count < 2)
        {
            return;
        }

        var options = breaker.Options;
        if (options.Counting == CircuitCounting.Windowed && layers.Take(at).Any(l => l.HasOwnDelays))
        {
            return; // when the tries come is the host's to know
        }

        var seen = options.Counting == CircuitCounting.LastCalls ? Math.Min(tries.Count, options.SamplingCalls) : MostWithin(tries, options.SamplingDuration);
        var counted = options.Counting == CircuitCounting.Consecutive ? tries.Count : seen;
        var retry = string.Join(" > ", layers.Take(at).Where(l => l.Repeats.Count > 0).Select(l => l.Description));
        var start = FormattableString.Invariant($"{retry} tries one call up to {tries.Count}{(tries.Count == MostTries ? " or more" : "")} times, and {layers[at].Description} below counts each try");
        if (counted >= options.FailureThreshold)
        {
            found.Add(
                SettingsRules.RetriesTripBreaker,
                $"{start}: FailureThreshold {options.FailureThreshold} is reached by one call alone. Raise FailureThreshold above {tries.Count}, retry less often, or write the breaker outside of the retry: then it counts calls.");
        }
        else if (options.FailureRateThreshold is { } rate
            && seen >= CircuitRules.MinimumOf(options)
            && CircuitRules.IsReached(options, rate, seen, Math.Max(seen, OtherCalls(options))))
        {
            found.Add(
                SettingsRules.RetriesTripBreaker,
                $"{start}: MinimumThroughput {CircuitRules.MinimumOf(options)} is reached by one call alone, with a failure rate of 1, and FailureRateThreshold is {rate:0.######}. Raise MinimumThroughput above {tries.Count}, retry less often, or write the breaker outside of the retry: then it counts calls.");
        }
    }

    private static int MostWithin(List<TimeSpan> tries, TimeSpan window)
    {
        int most = 0, first = 0;
        for (var last = 0; last < tries.Count; last++)
        {
            while (tries[last] - tries[first] >= window)
            {
                first++;
            }

            most = Math.Max(most, last - first + 1);
        }

        return most;
    }

    // What else the window holds is known only where it is declared.
    private static long OtherCalls(CircuitBreakerOptions options) =>
        options.ExpectedCallsPerMinute is null ? 0 : CircuitBreakerSettingsCheck.CallsInWindow(options) ?? 0;

    private static void CheckTimes(IReadOnlyList<LayerSettings> layers, int at, CircuitBreaker breaker, SettingsFindings found)
    {
        var options = breaker.Options;
        var attempt = layers.Where(l => l.Timeout is not null).MinBy(l => l.Timeout!.Value);
        if (attempt is { Timeout: { } time })
        {
            if (options.BreakDuration < time)
            {
                found.Add(
                    SettingsRules.BreakShorterThanTimeout,
                    $"BreakDuration of {layers[at].Description} is {SettingsFindings.Seconds(options.BreakDuration)}, and {attempt.Description} lets a call take {SettingsFindings.Seconds(time)}: a trial that hangs can lose its place before it fails, and then its failure does not count; calls from before the opening can end after the break, too late to count. Lengthen BreakDuration to at least {SettingsFindings.Seconds(time)}, or shorten the time-out.");
            }

            if (options.HalfOpenTimeout is { } trials && trials < time)
            {
                found.Add(
                    SettingsRules.TrialsShorterThanTimeout,
                    $"HalfOpenTimeout of {layers[at].Description} is {SettingsFindings.Seconds(trials)}, and {attempt.Description} lets a trial take {SettingsFindings.Seconds(time)}: the circuit goes to {options.AfterHalfOpenTimeout} while trials that may still succeed are under way. Lengthen HalfOpenTimeout to at least {SettingsFindings.Seconds(time)}, or shorten the time-out.");
            }
        }

        if (options.SlowCallRateThreshold is not null && LongestCall(layers, at) is { } longest && options.SlowCallDuration >= longest)
        {
            found.Add(
                SettingsRules.SlowCallsCutFirst,
                $"SlowCallDuration of {layers[at].Description} is {SettingsFindings.Seconds(options.SlowCallDuration)}, and time-outs end a call after {SettingsFindings.Seconds(longest)}: it fails before it can be slow, and SlowCallRateThreshold never applies. Set SlowCallDuration below {SettingsFindings.Seconds(longest)}.");
        }
    }

    /// <summary>How long a call through a layer can take at most; null when nothing limits it.</summary>
    private static TimeSpan? LongestCall(IReadOnlyList<LayerSettings> layers, int at)
    {
        // Only time-outs that the layer sees whole: below a retry there is one for each try.
        var below = layers.Skip(at + 1).TakeWhile(l => l.Breaker is not null || l.Timeout is not null);
        return layers.Take(at).Concat(below).Min(l => l.Timeout);
    }

    private static void CheckOutlasting(IReadOnlyList<LayerSettings> layers, int at, RetryOptions options, SettingsFindings found)
    {
        if (layers.Take(at).Where(l => l.Timeout is not null).MinBy(l => l.Timeout!.Value) is not { Timeout: { } time } around)
        {
            return;
        }

        var starts = TrySchedule.Earliest([layers[at]], 0, 1).Take(MostTries).ToList();
        var late = starts.FindIndex(start => start >= time);
        if (late > 0)
        {
            found.Add(
                SettingsRules.RetriesOutlastTimeout,
                $"{layers[at].Description} waits {SettingsFindings.Seconds(starts[late])} until its retry {late}, even if every try fails at once, and {around.Description} around it ends the call after {SettingsFindings.Seconds(time)}: only {late - 1} of {options.MaxRetries} retries can begin. Retry less often or with shorter delays, lengthen the time-out, or set MaxDuration below it.");
        }
        else
        {
            CheckHanging(layers, at, options, around, found);
        }
    }

    private static void CheckFires(IReadOnlyList<LayerSettings> layers, int at, SettingsFindings found)
    {
        if (layers[at].Timeout is { } inner && layers.Take(at).Where(l => l.Timeout is not null).MinBy(l => l.Timeout!.Value) is { Timeout: { } time } around && time <= inner)
        {
            found.Add(
                SettingsRules.TimeoutNeverFires,
                $"{layers[at].Description} stands inside {around.Description}, which ends the call first: the inner time-out never fires. Set it below {SettingsFindings.Seconds(time)}, or leave it out.");
        }
    }

    private static void CheckHidden(IReadOnlyList<LayerSettings> layers, int at, SettingsFindings found)
    {
        // Whatever can fail between the layer and the answers gives the layer something to do.
        var answers = layers.Skip(at + 1).TakeWhile(l => !l.AddsFailures).FirstOrDefault(l => l.AlwaysAnswers);
        if (answers is null)
        {
            return;
        }

        if (layers[at].Retry is { MaxRetries: > 0 })
        {
            found.Add(SettingsRules.HiddenByFallback, $"{layers[at].Description} stands outside of {answers.Description}, which answers for every failure below: there is nothing left to retry. Write the fallback first, so that it answers after all tries.");
        }
        else if (layers[at].Breaker is { Options: { SlowCallRateThreshold: null, ResultJudges.Length: 0 } })
        {
            found.Add(SettingsRules.HiddenByFallback, $"{layers[at].Description} stands outside of {answers.Description}, which answers for every failure below: no failure reaches the breaker, and it never opens. Write the fallback first.");
        }
    }
}
