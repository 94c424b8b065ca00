namespace QuickStart;

/// <summary>One stretch of the demonstration.</summary>
/// <param name="Title">What the server does, for people.</param>
/// <param name="Mood">What the server does.</param>
/// <param name="Length">How long it lasts.</param>
internal sealed record Phase(string Title, ServerMood Mood, TimeSpan Length)
{
    public static IReadOnlyList<Phase> All { get; } =
    [
        new("healthy", ServerMood.Healthy, TimeSpan.FromSeconds(1)),
        new("overloaded: 503 with Retry-After: 1", ServerMood.Overloaded, TimeSpan.FromSeconds(4)),
        new("slow: answers after the client's time-out of 0.3 s", ServerMood.Slow, TimeSpan.FromSeconds(2.5)),
        new("broken: connections are reset in mid-answer", ServerMood.Resetting, TimeSpan.FromSeconds(2)),
        new("down: the port is closed", ServerMood.Down, TimeSpan.FromSeconds(2)),
        new("healthy again", ServerMood.Healthy, TimeSpan.FromSeconds(2.5)),
    ];
}
