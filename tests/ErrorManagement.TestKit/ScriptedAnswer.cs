namespace ErrorManagement.TestKit;

/// <summary>What a <see cref="ScriptedServer"/> does with a request. Immutable: change one with <c>with</c>.</summary>
public sealed record ScriptedAnswer
{
    /// <summary>200 with a short body, at once.</summary>
    public static ScriptedAnswer Ok { get; } = new();

    /// <summary>The HTTP status.</summary>
    public int Status { get; init; } = 200;

    /// <summary>The body, sent as UTF-8 text.</summary>
    public string Body { get; init; } = "ok";

    /// <summary>Further headers, such as Retry-After. Content-Length, or Transfer-Encoding, and Content-Type are added.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Whether the body is sent in two chunks, with no length said before; a reset in the middle comes after the first.</summary>
    public bool IsChunked { get; init; }

    /// <summary>How long to wait before the answer, in real time; for clients whose time-out is a real one.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>The answer waits until this is complete; null to wait for nothing. Better than <see cref="Delay"/> where a test decides when to go on.</summary>
    public Task? After { get; init; }

    /// <summary>How it ends.</summary>
    public ScriptedEnding Ending { get; init; }

    /// <summary>An answer with a status.</summary>
    public static ScriptedAnswer WithStatus(int status, TimeSpan? retryAfter = null)
    {
        var answer = new ScriptedAnswer { Status = status, Body = $"status {status}" };
        return retryAfter is { } wait ? answer.WithHeader("Retry-After", ((long)Math.Ceiling(wait.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture)) : answer;
    }

    /// <summary>An answer that comes late.</summary>
    public static ScriptedAnswer Late(TimeSpan delay) => new() { Delay = delay };

    /// <summary>An answer that comes when the test says so.</summary>
    public static ScriptedAnswer Held(Task until) => new() { After = until };

    /// <summary>No answer: the connection is reset.</summary>
    public static ScriptedAnswer Reset { get; } = new() { Ending = ScriptedEnding.ResetBeforeAnswer };

    /// <summary>Half an answer, then a reset.</summary>
    public static ScriptedAnswer ResetInMidAnswer { get; } = new() { Ending = ScriptedEnding.ResetInMidAnswer, Body = new string('x', 4096) };

    /// <summary>An answer that sends the client elsewhere.</summary>
    public static ScriptedAnswer Redirect(string location, int status = 302) => WithStatus(status).WithHeader("Location", location);

    /// <summary>The same answer with one more header.</summary>
    public ScriptedAnswer WithHeader(string name, string value) => this with { Headers = [.. Headers, KeyValuePair.Create(name, value)] };
}
