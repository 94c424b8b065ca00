using System.Text.Json;

namespace ErrorManagement.CircuitBreakers;

/// <summary>Writes snapshots of breakers as JSON and reads them back.</summary>
/// <remarks>
/// The format has a version, 1 now; every later version of the library reads it. Unknown members are ignored, but none may stand there twice.
/// Names of breakers, and types and codes of exceptions stand in it, no messages. Safe on any thread.
/// </remarks>
public static class CircuitBreakerSnapshots
{
    private const int Version = 1;

    /// <summary>Writes snapshots.</summary>
    /// <param name="destination">Where to; left open.</param>
    /// <param name="snapshots">The snapshots.</param>
    /// <param name="cancellationToken">Ends writing; what has been written is then no snapshot.</param>
    /// <returns>The writing.</returns>
    /// <exception cref="ArgumentException">A value of a snapshot is outside its bounds; the message names it. Nothing was written.</exception>
    public static Task WriteAsync(Stream destination, IEnumerable<CircuitBreakerSnapshot> snapshots, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentNullException.ThrowIfNull(snapshots);
        var saved = new SavedCircuits { Version = Version, Breakers = [] };
        foreach (var snapshot in snapshots)
        {
            SnapshotCheck.ThrowIfInvalid(snapshot); // what is written can be read
            saved.Breakers.Add(SavedCircuit.Of(snapshot));
        }

        return JsonSerializer.SerializeAsync(destination, saved, SavedCircuitsJson.Default.SavedCircuits, cancellationToken);
    }

    /// <summary>Reads snapshots.</summary>
    /// <param name="source">Where from; left open.</param>
    /// <param name="cancellationToken">Ends reading.</param>
    /// <returns>The snapshots, in the order written.</returns>
    /// <exception cref="FormatException">It is no file of snapshots, one of a version that is not known, or one with a value outside its bounds; the message says which.</exception>
    public static async Task<IReadOnlyList<CircuitBreakerSnapshot>> ReadAsync(Stream source, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        SavedCircuits? saved;
        try
        {
            saved = await JsonSerializer.DeserializeAsync(source, SavedCircuitsJson.Default.SavedCircuits, cancellationToken).ConfigureAwait(false);
        }
        catch (JsonException e)
        {
            throw new FormatException($"This is no file of circuit breaker snapshots: {e.Message}", e);
        }

        if (saved?.Version != Version)
        {
            throw new FormatException($"The version of a file of circuit breaker snapshots must be {Version}; it is {SnapshotMistake.Show(saved?.Version)}.");
        }

        if (saved.Breakers is not { } breakers)
        {
            throw new FormatException("A file of circuit breaker snapshots must hold a list named breakers; it is missing.");
        }

        return breakers.Select((b, i) => b?.ToSnapshot() ?? throw new FormatException($"breakers[{i}] of a file of circuit breaker snapshots must be there; it is missing.")).ToArray();
    }
}
