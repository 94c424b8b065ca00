using ErrorManagement.Analytics.Registry;
using ErrorManagement.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ErrorManagement.Analytics.Hosting.Sources;

/// <summary>Makes an error of a log message.</summary>
internal sealed class ErrorLogger(string category, ErrorLoggerProvider provider) : ILogger
{
    /// <summary>What stands for a message whose formatter failed.</summary>
    public const string NoMessage = "(the message could not be made)";

    /// <summary>What stands for a message that is logged while another one of the thread is read.</summary>
    public const string NestedMessage = "(logged while another message was read)";

    // Values of a message are the host's code: they may log, even themselves.
    [ThreadStatic]
    private static bool _isReading;

    private readonly string _eventType = LogCategories.LastPartOf(category);
    private volatile string? _component;

    // The factory keeps scopes for all its loggers and asks none of them; this is for a logger that is used without one.
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => provider.Scopes?.Push(state) ?? NoLogger.Instance;

    public bool IsEnabled(LogLevel logLevel) => provider.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!provider.IsEnabled(logLevel))
        {
            return;
        }

        var type = string.IsNullOrWhiteSpace(eventId.Name) ? _eventType : eventId.Name;
        if (_isReading)
        {
            provider.Record(new ErrorOccurrence(FindComponent(), type, NestedMessage) { Exception = exception, Severity = LogSeverities.Of(logLevel), Source = ErrorSources.Logger }, null);
            return;
        }

        string message;
        var details = new LogDetails();
        _isReading = true;
        try
        {
            Read(details, state);
            message = exception is null || details.Format is null ? MessageOf(state, exception, formatter) : "";
            Complete(details, eventId, exception, message);
        }
        finally
        {
            _isReading = false;
        }

        provider.Record(
            new ErrorOccurrence(FindComponent(), type, message == NoMessage && details.Format is { } format ? format : message)
            {
                Exception = exception,
                Severity = LogSeverities.Of(logLevel),
                Context = details.ToContext(),
                Template = exception is null ? provider.Templates.Of(details.Format, details.HasValues) : null,
                Source = ErrorSources.Logger,
            },
            details);
    }

    private void Read<TState>(LogDetails details, TState state)
    {
        try
        {
            details.ReadState(state);
        }
        catch (Exception e)
        {
            // A state that cannot be read has no values.
            ErrorManagementDiagnostics.CountSwallowedFailure(e);
        }

        try
        {
            if (provider.Scopes is { } scopes && provider.FindSettings(out _).IncludeScopes)
            {
                details.ReadScopes(scopes);
            }
        }
        catch (Exception e)
        {
            // A host may have a scope provider of its own.
            ErrorManagementDiagnostics.CountSwallowedFailure(e);
        }
    }

    /// <summary>Adds what the record does not say elsewhere.</summary>
    private void Complete(LogDetails details, EventId eventId, Exception? exception, string message)
    {
        if (eventId.Id != 0)
        {
            details.Add("event_id", eventId.Id);
        }

        if (exception is not null)
        {
            // The record is named for the exception: what was logged with it is a detail.
            if (!string.IsNullOrWhiteSpace(eventId.Name))
            {
                details.Add("event_name", eventId.Name);
            }

            if ((details.Format ?? message) is { Length: > 0 } text and not LogDetails.NullText)
            {
                details.Add(IncidentNames.LogMessage, text);
            }
        }

        if (FindComponent() != category && category.Length > 0)
        {
            details.Add("log_category", category);
        }
    }

    private string FindComponent()
    {
        if (_component is { } known)
        {
            return known;
        }

        var settings = provider.FindSettings(out var isSettled);
        var component = LogCategories.ComponentOf(category, settings.Components);
        if (isSettled)
        {
            _component = component;
        }

        return component;
    }

    private static string MessageOf<TState>(TState state, Exception? exception, Func<TState, Exception?, string>? formatter)
    {
        try
        {
            return formatter?.Invoke(state, exception) ?? "";
        }
        catch (Exception e)
        {
            // Whoever logs must not suffer of a value that cannot be shown.
            ErrorManagementDiagnostics.CountSwallowedFailure(e);
            return NoMessage;
        }
    }
}
