namespace ErrorManagement.CircuitBreakers;

/// <summary>Ready ways to say how long a circuit stays open, for <see cref="CircuitBreakerOptions.Pacing"/>.</summary>
public static class BreakerPacing
{
    /// <summary>Breaks that grow with each opening in a row: min(initial × multiplier^(n - 1), max) for the n-th.</summary>
    /// <param name="initial">The first break; null for 1 s. More than zero, exclusive.</param>
    /// <param name="multiplier">By how much each is longer. At least 1, inclusive, and finite.</param>
    /// <param name="max">The longest break; null for 300 s. Not below <paramref name="initial"/>.</param>
    /// <returns>The pacing. Safe on any thread, also for several breakers.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its bounds.</exception>
    public static IBreakerPacing Exponential(TimeSpan? initial = null, double multiplier = 2.0, TimeSpan? max = null) => new ExponentialPacing(initial ?? TimeSpan.FromSeconds(1), multiplier, max ?? TimeSpan.FromSeconds(300));

    /// <summary>A short break for a dependency that still answered now and then, a longer one for a dead one.</summary>
    /// <param name="breakDuration">The break when at least <paramref name="minimumSuccessRate"/> of the calls before succeeded; null for 30 s. More than zero, exclusive.</param>
    /// <param name="longBreakDuration">The break otherwise; null for 60 s. Not below <paramref name="breakDuration"/>.</param>
    /// <param name="minimumSuccessRate">That share. 0 to 1, inclusive. Calls of the window, else of the state before; none count as dead.</param>
    /// <returns>The pacing. Safe on any thread, also for several breakers.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its bounds.</exception>
    public static IBreakerPacing Adaptive(TimeSpan? breakDuration = null, TimeSpan? longBreakDuration = null, double minimumSuccessRate = 0.1) =>
        new AdaptivePacing(breakDuration ?? TimeSpan.FromSeconds(30), longBreakDuration ?? TimeSpan.FromSeconds(60), minimumSuccessRate);

    /// <summary>A function of your own.</summary>
    /// <param name="generator">Gives the length of a break; see <see cref="IBreakerPacing"/> for how it is called.</param>
    /// <returns>The pacing.</returns>
    public static IBreakerPacing From(Func<CircuitOpening, TimeSpan> generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        return new GeneratedPacing(generator);
    }

    /// <summary>Whether two say the same. A host's own type by reference: its equality would be foreign code, and settings are compared under a lock.</summary>
    internal static bool AreSame(IBreakerPacing? one, IBreakerPacing? other) =>
        ReferenceEquals(one, other) || (one is ExponentialPacing or AdaptivePacing or GeneratedPacing && one.Equals(other));
}
