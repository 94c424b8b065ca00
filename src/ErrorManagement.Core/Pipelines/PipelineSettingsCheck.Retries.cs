using ErrorManagement.Diagnostics;
using ErrorManagement.Retries;

namespace ErrorManagement.Pipelines;

/// <content>What concerns retries and the layers around and below them.</content>
internal static partial class PipelineSettingsCheck
{
    /// <summary>Time-outs are for calls that hang: if the first try does, the outer one must leave a second one the time that the inner one gives. That it ends the last of many is what it is for.</summary>
    private static void CheckHanging(IReadOnlyList<LayerSettings> layers, int at, RetryOptions options, LayerSettings around, SettingsFindings found)
    {
        // Without a limit of tries, the outer time-out is the limit. Below another retry each try is several.
        var each = layers.Skip(at + 1).TakeWhile(l => !l.RepeatsAny).Where(l => l.Timeout is not null).MinBy(l => l.Timeout!.Value);
        if (options.MaxRetries == int.MaxValue || each is not { Timeout: { } most } || layers.Skip(at + 1).Any(l => l.AlwaysAnswers))
        {
            return;
        }

        if (most <= around.Timeout && layers[at].Repeats[0](0, most) is { } delay && most + delay + most > around.Timeout)
        {
            var second = SettingsFindings.Seconds(most + delay + most);
            found.Add(
                SettingsRules.TriesOutlastTimeout,
                $"{layers[at].Description} with {each.Description} for each try: when the first try hangs, a second one needs until {second}, and {around.Description} around it ends the call before. Lengthen the outer time-out to {second}, or shorten the inner one.");
        }
    }

    /// <summary>A retry that waits for a breaker must be allowed to wait as long as the breaker breaks.</summary>
    private static void CheckRejections(IReadOnlyList<LayerSettings> layers, int at, RetryOptions options, SettingsFindings found)
    {
        if (!options.RetryRejections || options.MaxRetries == 0)
        {
            return;
        }

        foreach (var layer in layers.Skip(at + 1).Where(l => l.Breaker is not null))
        {
            var breaker = layer.Breaker!.Options;
            if (breaker.Pacing is null && breaker.BreakDuration > options.MaxDelay)
            {
                found.Add(
                    SettingsRules.RejectionsOutlastDelay,
                    $"{layers[at].Description} is to wait for {layer.Description} (RetryRejections), whose BreakDuration is {SettingsFindings.Seconds(breaker.BreakDuration)}, and waits {SettingsFindings.Seconds(options.MaxDelay)} at most (MaxDelay): a call that comes upon a circuit that has just opened leaves at once. Raise MaxDelay to the BreakDuration, shorten that, or leave RetryRejections out.");
            }
        }
    }

    private static void CheckBudget(IReadOnlyList<LayerSettings> layers, int at, RetryOptions options, SettingsFindings found)
    {
        if (options.Budget is not { } budget)
        {
            return;
        }

        var settings = budget.Options;
        if (settings is { SuccessRatio: 0, MinRetriesPerSecond: 0 })
        {
            found.Add(SettingsRules.BudgetGrantsNothing, $"The retry budget '{budget.Name}' of {layers[at].Description} has SuccessRatio 0 and MinRetriesPerSecond 0: no retry is ever made. Raise one of them, or set MaxRetries to 0.");
            return;
        }

        var below = layers.Skip(at + 1).FirstOrDefault(l => l.Breaker is not null);
        if (below is null)
        {
            return;
        }

        if (!budget.HasPressure)
        {
            found.Add(
                SettingsRules.BudgetWithoutPressure,
                $"The retry budget '{budget.Name}' of {layers[at].Description} feels no pressure, and {below.Description} stands below it: retries do not grow fewer while the breaker nears opening. Name the breaker in AddRetryBudget, or make the budget with pressure: () => breaker.Pressure.");
        }

        // The floor is there for quiet clients; one that was raised above all that could be retried is no limit.
        if (settings.MinRetriesPerSecond > RetryBudgetOptions.DefaultMinRetriesPerSecond
            && below.Breaker!.Options.ExpectedCallsPerMinute is { } calls
            && settings.MinRetriesPerSecond * 60 >= calls * options.MaxRetries)
        {
            found.Add(
                SettingsRules.BudgetNeverRefuses,
                $"MinRetriesPerSecond of the retry budget '{budget.Name}' is {settings.MinRetriesPerSecond:0.####}, and at the declared {calls:0.####} calls a minute {layers[at].Description} makes at most {calls * options.MaxRetries / 60:0.####} retries a second: it never refuses one while the circuit is closed. Lower MinRetriesPerSecond.");
        }
    }

    private static void CheckMultiplied(IReadOnlyList<LayerSettings> layers, int at, SettingsFindings found)
    {
        // Told once, by the outermost of them.
        if (!layers[at].RepeatsAny || layers.Take(at).Any(l => l.RepeatsAny))
        {
            return;
        }

        var inner = layers.Skip(at + 1).TakeWhile(l => !l.AlwaysAnswers).Where(l => l.RepeatsAny).ToList();
        if (inner.Count == 0)
        {
            return;
        }

        var tries = TrySchedule.Earliest(layers, at, layers.Count).Take(MostTries).Count();
        found.Add(
            SettingsRules.RetriesMultiply,
            $"{layers[at].Description} stands around {string.Join(" and ", inner.Select(l => l.Description))}: their tries multiply, and one call is made up to {tries}{(tries == MostTries ? " or more" : "")} times. Retry in one place, next to what fails.");
    }
}
