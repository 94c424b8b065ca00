using Microsoft.Extensions.Logging;

namespace ErrorManagement.Analytics.Hosting.Sources;

/// <summary>Takes nothing: the logger of the library's own categories, and the scope of a logger that has none.</summary>
internal sealed class NoLogger : ILogger, IDisposable
{
    public static readonly NoLogger Instance = new();

    private NoLogger()
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => this;

    public bool IsEnabled(LogLevel logLevel) => false;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
    }

    public void Dispose()
    {
    }
}
