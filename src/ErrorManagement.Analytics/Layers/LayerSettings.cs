namespace ErrorManagement.Analytics.Layers;

/// <summary>What holds for one layer. Immutable.</summary>
internal sealed class LayerSettings
{
    private readonly double[] _weights;

    public LayerSettings(LayerOptions options)
    {
        MaxErrorsPerMinute = options.MaxErrorsPerMinute;
        EscalationThreshold = options.EscalationThreshold;
        AutomaticRecovery = options.AutomaticRecovery;
        Strategies = [.. options.Strategies];
        _weights = [.. Enum.GetValues<ErrorSeverity>().Select(severity => WeightOf(options.Weights, severity))];
    }

    public int MaxErrorsPerMinute { get; }

    public int EscalationThreshold { get; }

    public bool AutomaticRecovery { get; }

    public IReadOnlyList<string> Strategies { get; }

    /// <summary>The settings of each layer: those of the options, or the built-in four when it has none.</summary>
    public static IReadOnlyDictionary<string, LayerSettings> Of(IDictionary<string, LayerOptions> layers) =>
        (layers.Count == 0 ? BuiltIn : layers).ToDictionary(layer => layer.Key, layer => new LayerSettings(layer.Value), StringComparer.Ordinal);

    /// <summary>What an error adds to the score.</summary>
    public double WeightOf(ErrorSeverity severity) => _weights[(int)severity];

    private static Dictionary<string, LayerOptions> BuiltIn => new(StringComparer.Ordinal)
    {
        ["api"] = Layer(20, 10, ["retry_request", "fallback_response"], true, 1, 2, 4, 8),
        ["service"] = Layer(15, 8, ["circuit_breaker", "fallback_service"], true, 1.5, 3, 6, 12),
        ["core"] = Layer(10, 5, ["reset_state", "fallback_algorithm"], false, 2, 4, 8, 16),
        ["infrastructure"] = Layer(5, 3, ["reconnect", "failover"], true, 3, 6, 12, 24),
    };

    private static double WeightOf(IDictionary<ErrorSeverity, double> weights, ErrorSeverity severity) =>
        weights.TryGetValue(severity, out var weight) ? weight
        : severity == ErrorSeverity.Debug ? WeightOf(weights, ErrorSeverity.Info)
        : LayerOptions.DefaultWeight;

    private static LayerOptions Layer(int perMinute, int threshold, IList<string> strategies, bool automatic, double low, double medium, double high, double critical) => new()
    {
        MaxErrorsPerMinute = perMinute,
        EscalationThreshold = threshold,
        Strategies = strategies,
        AutomaticRecovery = automatic,
        Weights = new Dictionary<ErrorSeverity, double>
        {
            [ErrorSeverity.Info] = low,
            [ErrorSeverity.Warning] = medium,
            [ErrorSeverity.Error] = high,
            [ErrorSeverity.Critical] = critical,
        },
    };
}
