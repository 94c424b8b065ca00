using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

/// <summary>Keeps what is logged, for every category.</summary>
internal sealed class RecordingLogger : ILogger, ILoggerFactory
{
    public ConcurrentQueue<(LogLevel Level, string Message)> Messages { get; } = new();

    public IEnumerable<string> Errors => Messages.Where(m => m.Level == LogLevel.Error).Select(m => m.Message);

    public IEnumerable<string> Warnings => Messages.Where(m => m.Level == LogLevel.Warning).Select(m => m.Message);

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Messages.Enqueue((logLevel, formatter(state, exception)));

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Dispose()
    {
    }
}
