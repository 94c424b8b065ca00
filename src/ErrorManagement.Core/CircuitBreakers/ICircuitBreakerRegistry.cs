namespace ErrorManagement.CircuitBreakers;

/// <summary>The breakers of a host, by name.</summary>
/// <remarks>Safe on any thread. Names are case-sensitive, few and hold no private data.</remarks>
public interface ICircuitBreakerRegistry : IEnumerable<ICircuitBreaker>
{
    /// <summary>A snapshot of all breakers, in the order of their names. Enumerating the registry gives the same.</summary>
    IReadOnlyList<ICircuitBreaker> All { get; }

    /// <summary>Makes a breaker under a new name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="options">Its settings; null for those configured under the name, else the defaults.</param>
    /// <returns>The breaker.</returns>
    /// <exception cref="ArgumentException">The name is empty or taken, or a setting is outside its bounds; when settings configured under the name are, OptionsValidationException.</exception>
    ICircuitBreaker Create(string name, CircuitBreakerOptions? options = null);

    /// <summary>Returns the breaker of a name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The breaker, or null when there is none.</returns>
    ICircuitBreaker? Find(string name);

    /// <summary>Returns the breaker of a name, and makes it when there is none.</summary>
    /// <param name="name">The name.</param>
    /// <param name="options">Its settings; null for those configured under the name, else the defaults, and for whatever an existing breaker was made with. Compared by value: functions by method and object, a pacing of your own by reference.</param>
    /// <returns>The same object for the same name, always.</returns>
    /// <exception cref="ArgumentException">The name is empty, a setting is outside its bounds, or the breaker exists with other settings; when settings configured under the name are outside their bounds, OptionsValidationException.</exception>
    ICircuitBreaker GetOrAdd(string name, CircuitBreakerOptions? options = null);

    /// <summary>Takes a breaker out, whatever its state. It works on for its holders, of which the container is one, and is no longer in the metrics; the name gets a new one when it is made or asked for again.</summary>
    /// <param name="name">The name.</param>
    /// <returns>Whether there was one.</returns>
    bool Remove(string name);

    /// <summary>Takes a snapshot of all figures.</summary>
    /// <returns>The snapshot.</returns>
    CircuitRegistryMetrics GetMetrics();

    /// <summary>
    /// Takes down what every breaker has to know to go on after a restart; <see cref="CircuitBreakerSnapshots"/> writes it to a file.
    /// Snapshots that were given to <see cref="Restore"/> and still wait for their breaker are among them, as they were.
    /// </summary>
    /// <returns>The snapshots, in the order of their names.</returns>
    IReadOnlyList<CircuitBreakerSnapshot> TakeSnapshots();

    /// <summary>
    /// Lets breakers go on where snapshots were taken, see <see cref="CircuitBreaker.Restore"/>: those that exist at once, the others when they are made.
    /// Of two snapshots of one name the later one in the list wins, and one that comes later takes the place of one that waits.
    /// </summary>
    /// <param name="snapshots">The snapshots.</param>
    /// <returns>How many breakers were there already.</returns>
    /// <exception cref="ArgumentException">A value of a snapshot is outside its bounds; the message names it. Nothing was changed.</exception>
    int Restore(IEnumerable<CircuitBreakerSnapshot> snapshots);

    /// <summary>Resets every breaker that is there now.</summary>
    void ResetAll();
}
