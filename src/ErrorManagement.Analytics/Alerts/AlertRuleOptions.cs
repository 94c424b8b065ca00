namespace ErrorManagement.Analytics.Alerts;

/// <summary>A rule that compares one figure with a threshold, and that a configuration can hold. Copied when a manager gets it.</summary>
public sealed class AlertRuleOptions
{
    /// <summary>The rule's name on the wire, such as <c>payments_rate</c>. Required: empty by default, at least 1 and at most 100 characters, inclusive; no other rule has it. Few different values, no private data.</summary>
    public string Name { get; set; } = "";

    /// <summary>The figure. Default <see cref="AlertMetric.ErrorRate"/>.</summary>
    public AlertMetric Metric { get; set; }

    /// <summary>How the figure must stand to the threshold. Default <see cref="AlertComparison.Above"/>.</summary>
    public AlertComparison Operator { get; set; }

    /// <summary>The threshold, in the figure's own unit. Default 0; at least 0, inclusive, and finite.</summary>
    public double Threshold { get; set; }

    /// <summary>The component, for <see cref="AlertMetric.ComponentRate"/>. Default null, which is every component for itself. Compared by ordinal.</summary>
    public string? Component { get; set; }

    /// <summary>How long it must hold before it fires. Default null, which is <see cref="AlertOptions.For"/>; at least zero and at most 24 hours, inclusive.</summary>
    public TimeSpan? For { get; set; }

    /// <summary>How long it must have ceased to hold before it is over. Default null, which is <see cref="AlertOptions.KeepFiring"/>; at least zero and at most 24 hours, inclusive.</summary>
    public TimeSpan? KeepFiring { get; set; }

    /// <summary>How bad it is. Default <see cref="ErrorSeverity.Warning"/>.</summary>
    public ErrorSeverity Severity { get; set; } = ErrorSeverity.Warning;

    /// <summary>Labels that its alerts get, such as <c>team=payments</c>. Default none; at most 8, inclusive, names of at most 60 and values of at most 200 characters.</summary>
    public IDictionary<string, string> Labels { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    internal AlertRuleOptions Copy()
    {
        var copy = (AlertRuleOptions)MemberwiseClone();
        copy.Labels = new Dictionary<string, string>(Labels, StringComparer.Ordinal);
        return copy;
    }
}
