namespace ErrorManagement.TestKit;

/// <summary>How a scripted answer ends.</summary>
public enum ScriptedEnding
{
    /// <summary>The whole answer is sent; the connection stays open for the next request.</summary>
    Complete,

    /// <summary>The connection is reset before the first byte of the answer.</summary>
    ResetBeforeAnswer,

    /// <summary>Head and half of the body are sent, then the connection is reset: the client has a status and an incomplete body.</summary>
    ResetInMidAnswer,
}
