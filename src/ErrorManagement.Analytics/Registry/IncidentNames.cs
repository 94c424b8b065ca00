using ErrorManagement.Analytics.Scrubbing;

namespace ErrorManagement.Analytics.Registry;

/// <summary>The texts of an occurrence that a host writes itself and that are part of what is looked up: without secrets and bounded before anything is hashed.</summary>
internal static class IncidentNames
{
    private const int MaxTemplate = 4_096;

    /// <summary>Whether they may stay as they are. On the path of every known error.</summary>
    public static bool AreClean(in Incident incident, RecordingThread thread, SecretScrubber scrubber)
    {
        if (incident.ErrorType is not null || incident.Template is not null)
        {
            return false;
        }

        var (component, by) = thread.Clean;
        if (ReferenceEquals(component, incident.Component) && ReferenceEquals(by, scrubber))
        {
            return true;
        }

        if (!scrubber.IsCleanName(incident.Component))
        {
            return false;
        }

        thread.Clean = (incident.Component, scrubber);
        return true;
    }

    /// <summary>The occurrence with clean names; the strings that were clean stay the same objects.</summary>
    public static Incident Clean(in Incident incident, SecretScrubber scrubber) =>
        new()
        {
            Exception = incident.Exception,
            Component = scrubber.ScrubName(incident.Component)!,
            ErrorType = incident.ErrorType is { } type ? scrubber.ScrubName(type) : null,
            Message = incident.Message,
            Severity = incident.Severity,
            Category = incident.Category,
            Code = incident.Code,
            Context = incident.Context,
            StackTrace = incident.StackTrace,
            TraceId = incident.TraceId,
            Timestamp = incident.Timestamp,
            SpanId = incident.SpanId,
            Release = incident.Release,
            Host = incident.Host,
            Recovered = incident.Recovered,
            Handled = incident.Handled,
            Template = incident.Template is { } template ? scrubber.Scrub(template, MaxTemplate) : null,
            Source = incident.Source,
            Resilience = incident.Resilience,
            Site = incident.Site,
        };
}
