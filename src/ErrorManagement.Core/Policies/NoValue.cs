namespace ErrorManagement.Policies;

/// <summary>The result of an operation without a result.</summary>
internal readonly struct NoValue;
