using Microsoft.Extensions.Logging;

namespace ErrorManagement.Core.Tests.CircuitBreakers;

/// <summary>A logger whose messages can be waited for.</summary>
internal sealed class HeardLogger(Heard<(LogLevel Level, string Message)> heard) : ILogger
{
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        heard.Add((logLevel, formatter(state, exception)));

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;
}
