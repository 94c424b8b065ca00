namespace ErrorManagement.CircuitBreakers;

/// <summary>What a call remembers from the moment it was let in.</summary>
/// <param name="Word">State, mode and epoch at that moment; see <see cref="CircuitWord"/>.</param>
/// <param name="Start">The provider's timestamp then, where durations are measured; else 0.</param>
/// <param name="Trial">The number of the trial; 0 when the circuit was not half-open.</param>
/// <param name="Watch">What counts the call as in flight; null when nothing does.</param>
internal readonly record struct Admission(long Word, long Start, long Trial, SlowCallWatch? Watch = null);
