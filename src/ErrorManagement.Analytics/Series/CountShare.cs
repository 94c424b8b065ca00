namespace ErrorManagement.Analytics.Series;

/// <summary>Counts that are to be handed on to a series.</summary>
/// <param name="Second">The second they belong to.</param>
/// <param name="Amount">How many; 0 for none.</param>
internal readonly record struct CountShare(long Second, long Amount);
