using ErrorManagement.Analytics.Registry;

namespace ErrorManagement.Analytics.Tests.Registry;

/// <summary>What a catch block hands to the recorder.</summary>
internal static class Incidents
{
    public static Incident Of(Exception exception, string component) =>
        new() { Exception = exception, Component = component, Severity = ErrorSeverity.Error, Source = ErrorSources.Catch };
}
