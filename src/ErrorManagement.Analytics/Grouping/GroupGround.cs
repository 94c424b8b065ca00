namespace ErrorManagement.Analytics.Grouping;

/// <summary>What decides that an error is one record with others. The values are part of fingerprints: they never change.</summary>
internal enum GroupGround : byte
{
    /// <summary>Types, codes, template and stack.</summary>
    Bug = 0,

    /// <summary>The outermost type and the message to the letter.</summary>
    ExactMessage = 1,

    /// <summary>The outermost type.</summary>
    Type = 2,

    /// <summary>What the caller, or a rule of the host's own, said.</summary>
    Said = 3,
}
