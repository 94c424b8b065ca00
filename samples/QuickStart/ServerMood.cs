namespace QuickStart;

/// <summary>How the server behaves in a phase.</summary>
internal enum ServerMood
{
    /// <summary>200 at once.</summary>
    Healthy,

    /// <summary>503 with Retry-After.</summary>
    Overloaded,

    /// <summary>200, later than any client waits.</summary>
    Slow,

    /// <summary>The connection is reset in the middle of the answer.</summary>
    Resetting,

    /// <summary>The port is closed.</summary>
    Down,
}
