namespace ErrorManagement.CircuitBreakers;

/// <summary>A file of snapshots.</summary>
internal sealed class SavedCircuits
{
    public int? Version { get; set; }

    public List<SavedCircuit?>? Breakers { get; set; }
}
