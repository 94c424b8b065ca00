namespace ErrorManagement.CircuitBreakers;

/// <summary>The calls of one slice of a window.</summary>
/// <param name="Age">How long ago the slice began, in ticks of 100 ns, from 0 on.</param>
/// <param name="Counts">Its calls.</param>
internal readonly record struct WindowSlice(long Age, OutcomeCounts Counts);
