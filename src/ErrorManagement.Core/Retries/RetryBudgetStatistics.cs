namespace ErrorManagement.Retries;

/// <summary>The figures of a retry budget at one moment.</summary>
/// <remarks>Immutable.</remarks>
/// <param name="Name">The name of the budget.</param>
/// <param name="Granted">How many retries it has granted since it was made.</param>
/// <param name="Refused">How many it has refused since it was made.</param>
/// <param name="SuccessesInWindow">How many successes count now.</param>
/// <param name="RetriesInWindow">How many granted retries count now.</param>
/// <param name="Available">How many retries it would grant now; at least 0.</param>
/// <param name="Pressure">0 for healthy to 1 for open, both inclusive; 0 without a function for it.</param>
public sealed record RetryBudgetStatistics(string Name, long Granted, long Refused, long SuccessesInWindow, long RetriesInWindow, long Available, double Pressure);
