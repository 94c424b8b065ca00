using ErrorManagement.Analytics.Scrubbing;

namespace ErrorManagement.Analytics.Patterns;

/// <summary>What to do about a pattern: three steps, most useful first, that name what it is about.</summary>
internal static class PatternActions
{
    private const int MaxNameLength = 200;

    public static IReadOnlyList<string> For(PatternKind kind, string subject)
    {
        if (kind is PatternKind.HighFrequency or PatternKind.Recurring && ConsequenceAdvice.For(subject) is { } advice)
        {
            return advice;
        }

        var name = Shorten(subject);
        return kind switch
        {
            PatternKind.ComponentFlood =>
            [
                $"Find the most frequent error of {name} in this minute: many errors at once in one component mostly share one cause.",
                $"Check what {name} depends on (database, network, remote services) and what was changed in it last: deployment, configuration, certificates, quotas.",
                $"Keep callers off {name} until it has recovered: let a circuit breaker open and answer from a fallback.",
            ],
            PatternKind.Recurring =>
            [
                $"Look for what the latest errors of type {name} have in common: same input, same host, same user, same time of the hour.",
                $"Correct the cause rather than retrying: {name} comes again and again, so what causes it lasts.",
                $"Once it is corrected, mark the record of {name} resolved, so that its return is told as a regression.",
            ],
            PatternKind.LayerCascade =>
            [
                "Start in the deepest affected layer: what failed there first is the likely cause, what failed above it the consequence.",
                "Put a circuit breaker between the deepest affected layer and the one above, so that callers fail fast instead of waiting.",
                "Give the layers above a fallback (cached answer, default value, reduced service) for the time in which the layer below is gone.",
            ],
            PatternKind.Burst =>
            [
                "Check what all of them share before looking at each: network, database, name service, a certificate, a deployment a moment ago.",
                "See whether the load has jumped as well; if so, shed or queue it before anything is restarted.",
                "Hold back retries and batch jobs until the rate falls: they multiply a burst.",
            ],
            PatternKind.Degradation =>
            [
                "Compare the last five to ten minutes with the deployments, configuration changes and traffic of that time.",
                "Watch what runs out slowly: memory, connections of a pool, threads, disk, quotas of remote services.",
                "Be ready to roll back or to scale out before it becomes an outage, and find the records that rise most.",
            ],
            _ =>
            [
                $"Open the newest record of {name}: its message and the first frames of its stack show where it is thrown.",
                $"Compare the start of this episode with the last deployment and configuration change of the code that throws {name}.",
                $"Stop the repetition: put a circuit breaker around the call that throws {name}, and let retries back off.",
            ],
        };
    }

    private static string Shorten(string name) =>
        name.Length <= MaxNameLength ? name : BoundedText.Cut(name, MaxNameLength - 1) + "…";
}
