namespace ErrorManagement.Timeouts;

/// <summary>What the calls of a layer took since the budgets were made.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Budget">What a call may take.</param>
/// <param name="Calls">How many ended, well or not.</param>
/// <param name="Over">How many of them took strictly longer than the budget.</param>
/// <param name="Longest">What the longest took; zero without any.</param>
/// <param name="Average">What they took on average; zero without any.</param>
public sealed record LayerTimeStatistics(string Layer, TimeSpan Budget, long Calls, long Over, TimeSpan Longest, TimeSpan Average);
