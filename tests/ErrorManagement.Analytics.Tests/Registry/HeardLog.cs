using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ErrorManagement.Analytics.Tests.Registry;

/// <summary>A log whose messages can be waited for.</summary>
internal sealed class HeardLog : ILoggerFactory, ILogger
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly BlockingCollection<(string Category, EventId Event, LogLevel Level, string Message)> _told = [];
    private string _category = "";

    /// <summary>Runs on each message, as a bad logger's code would.</summary>
    public Action OnLog { get; set; } = () => { };

    /// <summary>Messages that nobody has taken yet.</summary>
    public int Waiting => _told.Count;

    public (string Category, EventId Event, LogLevel Level, string Message) Next()
    {
        _told.TryTake(out var next, Patience).Should().BeTrue("there should be a message");
        return next;
    }

    public ILogger CreateLogger(string categoryName)
    {
        _category = categoryName;
        return this;
    }

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        exception.Should().BeNull("no exception is handed on: it may hold what was being recorded");
        try
        {
            OnLog();
        }
        finally
        {
            _told.Add((_category, eventId, logLevel, formatter(state, exception)));
        }
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Dispose() => _told.Dispose();
}
