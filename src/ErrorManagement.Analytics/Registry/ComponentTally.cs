namespace ErrorManagement.Analytics.Registry;

/// <summary>What is being added up of one component.</summary>
internal sealed class ComponentTally
{
    public long Total;
    public long Window;
    public long LastHour;
    public long Unresolved;
    public long UnresolvedCritical;

    public ComponentCount ToCount(string component) => new()
    {
        Component = component,
        TotalCount = Total,
        WindowCount = Window,
        LastHourCount = LastHour,
        UnresolvedCount = Unresolved,
        UnresolvedCriticalCount = UnresolvedCritical,
    };
}
