namespace ErrorManagement.Handling;

/// <summary>What is noted when a call begins.</summary>
/// <param name="At">The instant, in ticks.</param>
/// <param name="Moment">The moment, as <see cref="DegradedComponents"/> counts them.</param>
/// <param name="Breaker">What the call is made through; null for nothing.</param>
internal readonly record struct CallStart(long At, long Moment, IExecutionPolicy? Breaker);
