namespace ErrorManagement.Timeouts;

/// <summary>A call of a layer took longer than the layer's budget.</summary>
/// <param name="Layer">The layer. Few different values.</param>
/// <param name="Budget">What it may take.</param>
/// <param name="Took">What it took; strictly more.</param>
/// <param name="At">When it ended, UTC.</param>
public sealed record LayerTimeExceeded(string Layer, TimeSpan Budget, TimeSpan Took, DateTimeOffset At);
