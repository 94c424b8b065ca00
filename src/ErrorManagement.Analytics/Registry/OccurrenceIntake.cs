namespace ErrorManagement.Analytics.Registry;

/// <summary>Reads an occurrence that was handed in, from whatever system: what is empty or has no meaning counts as not said.</summary>
internal static class OccurrenceIntake
{
    private const ErrorSources KnownSources =
        ErrorSources.Catch | ErrorSources.Logger | ErrorSources.Middleware | ErrorSources.Unhandled | ErrorSources.UnobservedTask | ErrorSources.Resilience | ErrorSources.Occurrence;

    /// <param name="occurrence">The occurrence.</param>
    /// <param name="source">Where it was seen, when it does not say so itself.</param>
    /// <param name="incident">What to record.</param>
    /// <returns>Whether anything happened: the default value says nothing.</returns>
    public static bool TryRead(in ErrorOccurrence occurrence, ErrorSources source, out Incident incident)
    {
        var isException = occurrence.Exception is not null;
        if (!isException && occurrence.ErrorType is null && occurrence.Message is null)
        {
            incident = default;
            return false;
        }

        incident = new Incident
        {
            Exception = isException ? ExceptionShapes.Unwrap(occurrence.Exception!) : null,
            Component = ErrorRecorder.Name(occurrence.Component),
            ErrorType = isException ? null : ErrorRecorder.TypeName(occurrence.ErrorType),
            Message = isException ? null : occurrence.Message ?? "",
            Severity = occurrence.Severity is null or (>= ErrorSeverity.Debug and <= ErrorSeverity.Critical) ? occurrence.Severity : ErrorSeverity.Error,
            Category = occurrence.Category is >= ErrorCategory.Unknown and <= ErrorCategory.Permanent ? occurrence.Category : ErrorCategory.Unknown,
            Code = occurrence.Code,
            Context = occurrence.Context,
            StackTrace = Said(occurrence.StackTrace),
            TraceId = Said(occurrence.TraceId),
            Timestamp = occurrence.Timestamp,
            SpanId = Said(occurrence.SpanId),
            Release = Said(occurrence.Release),
            Host = Said(occurrence.Host),
            Recovered = occurrence.Recovered,
            Handled = occurrence.Handled,
            Template = isException ? null : Said(occurrence.Template),
            Fingerprint = Said(occurrence.Fingerprint),
            Source = (occurrence.Source & KnownSources) is var said and not ErrorSources.None ? said : source,
            Resilience = occurrence.Resilience,
        };
        return true;
    }

    private static string? Said(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
