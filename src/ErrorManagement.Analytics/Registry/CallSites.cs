using ErrorManagement.Analytics.Grouping;

namespace ErrorManagement.Analytics.Registry;

/// <summary>Names the place that observes an error. It is no part of an error's identity: it only helps, where stacks cannot be read, to tell a new throw from a further sight.</summary>
internal static class CallSites
{
    private const int Compared = 8;

    /// <summary>A hash of call site, source and component: where no call site is known, as in a log, the others tell observers apart.</summary>
    public static ulong KeyOf(in Incident incident)
    {
        // The end of a path tells files apart; the beginning is the same for all of a project.
        var file = incident.File;
        var tail = file.AsSpan(Math.Max(0, (file?.Length ?? 0) - Compared));
        var place = StableHash.Combine(StableHash.Of(tail), ((ulong)(uint)(file?.Length ?? 0) << 32) | (uint)incident.Line);
        return StableHash.Combine(place, StableHash.Of(incident.Component) ^ (ulong)incident.Source);
    }
}
