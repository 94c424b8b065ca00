namespace ErrorManagement;

/// <summary>What kind of failure it is: the one word that decides what to do about it.</summary>
public enum ErrorCategory
{
    /// <summary>Nothing is known about it.</summary>
    Unknown,

    /// <summary>Likely to pass by itself: trying again may help.</summary>
    Transient,

    /// <summary>The other side asks for fewer calls: wait, then try again.</summary>
    RateLimit,

    /// <summary>Who asks is not known or not allowed: a person has to act.</summary>
    Authentication,

    /// <summary>What was asked for makes no sense: the same call fails again.</summary>
    DataValidation,

    /// <summary>It will not work until something is changed: fail at once.</summary>
    Permanent,
}
