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

    /// <summary>The connection is closed in good order, without a byte of an answer.</summary>
    CloseBeforeAnswer,

    /// <summary>The whole answer is sent as if the connection stayed open; then it is closed in good order, as servers do with connections that idle.</summary>
    CloseAfterAnswer,
}
