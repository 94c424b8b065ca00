namespace ErrorManagement.Analytics.Runs;

/// <summary>The settings of one analysis, ready for use. Immutable: settings that change take the place of these as a whole.</summary>
internal sealed class RunSettings
{
    private readonly Dictionary<string, int> _order = new(StringComparer.Ordinal);

    /// <exception cref="ArgumentException">A setting is outside its bounds; the message lists all mistakes.</exception>
    public RunSettings(RunAnalyticsOptions options)
    {
        RunAnalyticsOptionsValidator.ThrowIfInvalid(options);
        Options = options.Copy();
        Statuses = new RunStatuses(Options.FailedStatuses);
        foreach (var phase in Options.PhaseOrder)
        {
            _order.TryAdd(PhaseNames.Of(phase) ?? PhaseNames.Unknown, _order.Count);
        }
    }

    /// <summary>A copy; not to be changed.</summary>
    public RunAnalyticsOptions Options { get; }

    public RunStatuses Statuses { get; }

    /// <summary>Where a phase is shown: those that are named first.</summary>
    public int PlaceOf(string phase) => _order.GetValueOrDefault(phase, int.MaxValue);
}
