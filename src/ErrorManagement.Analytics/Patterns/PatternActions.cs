using ErrorManagement.Analytics.Scrubbing;

namespace ErrorManagement.Analytics.Patterns;

/// <summary>What to do about a pattern: three steps, most useful first, that name what it is about.</summary>
internal static class PatternActions
{
    private const int MaxNameLength = 200;

    public static IReadOnlyList<string> For(PatternKind kind, string subject)
    {
        var name = Shorten(subject);
        return kind switch
        {
            PatternKind.ComponentFlood =>
            [
                $"Find the most frequent error of {name} in this minute: many errors at once in one component mostly share one cause.",
                $"Check what {name} depends on (database, network, remote services) and what was changed in it last: deployment, configuration, certificates, quotas.",
                $"Keep callers off {name} until it has recovered: let a circuit breaker open and answer from a fallback.",
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
