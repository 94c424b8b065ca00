namespace ErrorManagement.Analytics.LifeCycles;

/// <summary>What can happen to a record in its life.</summary>
internal enum LifeInput
{
    /// <summary>Somebody marks it resolved.</summary>
    Resolve,

    /// <summary>Somebody mutes it, until a time or a rate.</summary>
    Mute,

    /// <summary>Somebody wants to hear of it no more.</summary>
    Ignore,

    /// <summary>Somebody opens it again.</summary>
    Reopen,

    /// <summary>It happened, and what it happened in should have been without it.</summary>
    Return,

    /// <summary>What ends its being muted has come: the time, or the rate.</summary>
    MuteEnd,
}
