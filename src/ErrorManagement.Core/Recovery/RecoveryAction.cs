namespace ErrorManagement.Recovery;

/// <summary>What can be done about a failing dependency. What each does in a host, its handler says; names on the wire are <c>restart_service</c> and so on.</summary>
public enum RecoveryAction
{
    /// <summary>Nothing: always a success.</summary>
    None,

    /// <summary>Start a service anew.</summary>
    RestartService,

    /// <summary>Throw away what is cached, because it may be wrong.</summary>
    ClearCache,

    /// <summary>Close a connection and open a new one.</summary>
    ResetConnection,

    /// <summary>Use another address from now on.</summary>
    SwitchEndpoint,

    /// <summary>Send less for a while.</summary>
    ReduceLoad,

    /// <summary>Tell a person.</summary>
    AlertAdmin,
}
