using ErrorManagement.Analytics.Scrubbing;

namespace ErrorManagement.Analytics.Registry;

/// <summary>The texts of an occurrence that a host writes itself and that are part of what is looked up: without secrets and bounded before anything is hashed.</summary>
internal static class IncidentNames
{
    /// <summary>Under this name the data of an exception that was logged hold the format of the message.</summary>
    public const string LogMessage = "log_message";

    private const int MaxTemplate = 4_096;

    /// <summary>Whether they may stay as they are. On the path of every known error.</summary>
    public static bool AreClean(in Incident incident, RecordingThread thread, SecretScrubber scrubber)
    {
        if (incident.ErrorType is not null || incident.Template is not null || incident.Release is not null || incident.Host is not null || incident.Fingerprint is not null)
        {
            return false;
        }

        var (component, by) = thread.CleanComponent;
        if (ReferenceEquals(component, incident.Component) && ReferenceEquals(by, scrubber))
        {
            return true;
        }

        if (!scrubber.IsCleanName(incident.Component))
        {
            return false;
        }

        thread.CleanComponent = (incident.Component, scrubber);
        return true;
    }

    /// <summary>The occurrence with clean names; the strings that were clean stay the same objects.</summary>
    public static Incident Clean(in Incident incident, SecretScrubber scrubber) =>
        incident with
        {
            Component = scrubber.ScrubName(incident.Component)!,
            ErrorType = scrubber.ScrubName(incident.ErrorType),
            Template = incident.Template is { } template ? scrubber.Scrub(template, MaxTemplate) : null,
            Release = scrubber.ScrubName(incident.Release),
            Host = scrubber.ScrubName(incident.Host),
            Fingerprint = incident.Fingerprint is { } fingerprint ? CleanFingerprint(fingerprint, scrubber) : null,
        };

    /// <summary>A fingerprint that a caller or a rule gives, as much of it as counts.</summary>
    public static string CleanFingerprint(string fingerprint, SecretScrubber scrubber) => BoundedText.Cut(scrubber.ScrubName(fingerprint)!, ErrorRecorder.MaxFingerprint);
}
