namespace ErrorManagement.Recovery;

/// <summary>What a handler of a recovery action is asked to do.</summary>
/// <param name="Action">The action.</param>
/// <param name="Target">What it is to be done to, such as the name of a service.</param>
/// <param name="Context">The failure that it is done for. Where several failures wait for one run, that of the first.</param>
public sealed record RecoveryActionRequest(RecoveryAction Action, string Target, RecoveryContext Context);
