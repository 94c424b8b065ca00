using System.Diagnostics;
using System.Runtime.CompilerServices;
using ErrorManagement.Analytics.Registry;
using ErrorManagement.Diagnostics;

namespace ErrorManagement.Analytics.Hosting.Sources;

/// <summary>Records the exception that ends the process, and holds the process until the record is finished, for a bounded time. Changes nothing about its end.</summary>
internal sealed class UnhandledErrorSource : IDisposable
{
    private readonly ErrorInbox _inbox;
    private volatile bool _isOff;

    public UnhandledErrorSource(ErrorInbox inbox)
    {
        _inbox = inbox;
        AppDomain.CurrentDomain.UnhandledException += OnUnhandled;
    }

    /// <summary>Whether it listens.</summary>
    public bool IsOn => !_isOff;

    public void Dispose()
    {
        _isOff = true;
        AppDomain.CurrentDomain.UnhandledException -= OnUnhandled;
    }

    /// <summary>Records and waits for at most the flush time.</summary>
    /// <param name="thrown">What was thrown: of code that is not C#, maybe no exception.</param>
    public void Take(object? thrown)
    {
        var settings = _inbox.Settings?.Unhandled ?? new UnhandledSourceOptions();
        if (_isOff || !settings.Enabled || thrown is null)
        {
            return;
        }

        var occurrence = Describe(thrown, settings.Component);
        var isRecorded = _inbox.Registry is not null;
        if (isRecorded)
        {
            _inbox.Record(in occurrence);
        }

        if (settings.FlushTimeout > TimeSpan.Zero || !isRecorded)
        {
            // Another thread: whatever holds the registry up (a container that is locked, a slow disk), this one goes on to its end.
            var rest = new Thread(() => Finish(isRecorded ? null : thrown, in occurrence)) { IsBackground = true, Name = "ErrorManagement: last error" };
            rest.Start();
            if (!rest.Join(settings.FlushTimeout) && _inbox.Settings is { } made && made.Unhandled.FlushTimeout > settings.FlushTimeout)
            {
                rest.Join(made.Unhandled.FlushTimeout - settings.FlushTimeout); // they were made meanwhile
            }
        }
    }

    private void OnUnhandled(object sender, UnhandledExceptionEventArgs e)
    {
        try
        {
            Take(e.ExceptionObject);
        }
        catch (Exception failure)
        {
            // The process ends of something else, and must be seen to.
            ErrorManagementDiagnostics.CountSwallowedFailure(failure);
        }
    }

    private void Finish(object? thrown, in ErrorOccurrence occurrence)
    {
        try
        {
            if (thrown is not null)
            {
                // Of a host that has not used the registry: the container makes it now, and with it the settings.
                var component = _inbox.FindSettings()?.Unhandled.Component;
                _inbox.Record(component is null || component == occurrence.Component ? occurrence : Describe(thrown, component) with { TraceId = occurrence.TraceId, SpanId = occurrence.SpanId });
            }

            _inbox.Registry?.FlushAsync().AsTask().Wait();
        }
        catch (Exception failure)
        {
            // What is not finished now never is.
            ErrorManagementDiagnostics.CountSwallowedFailure(failure);
        }
    }

    private static ErrorOccurrence Describe(object thrown, string component)
    {
        var activity = Activity.Current;
        string? stack = null;
        if (thrown is RuntimeWrappedException wrapped)
        {
            stack = wrapped.StackTrace;
            thrown = wrapped.WrappedException;
        }

        var occurrence = thrown is Exception exception
            ? new ErrorOccurrence(component, "", "") { Exception = exception }
            : new ErrorOccurrence(component, ExceptionShapes.NameOf(thrown.GetType()), TextOf(thrown));
        return occurrence with
        {
            Severity = ErrorSeverity.Critical,
            Source = ErrorSources.Unhandled,
            StackTrace = stack,
            TraceId = activity?.TraceId.ToHexString(),
            SpanId = activity?.SpanId.ToHexString(),
        };
    }

    private static string TextOf(object thrown)
    {
        try
        {
            return thrown.ToString() ?? "";
        }
        catch (Exception)
        {
            return ExceptionShapes.NoMessage;
        }
    }
}
