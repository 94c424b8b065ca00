using System.Collections.Concurrent;
using System.Diagnostics;
using ErrorManagement.Analytics.Hosting.Sources;
using Microsoft.Extensions.Logging;

namespace ErrorManagement.Analytics;

/// <summary>
/// Records what the host logs at level Error and above, with or without an exception. <c>AddErrorManagement</c> adds it to the container's logging; without a container:
/// <c>LoggerFactory.Create(b => b.AddProvider(new ErrorLoggerProvider(registry)))</c>.
/// </summary>
/// <remarks>
/// Safe on any thread. Logging through it never throws and never waits. The library's own categories (<c>ErrorManagement</c> and one step below) are left out. Filters of the
/// host's logging hold, by the alias <c>ErrorManagement</c>. Disposing changes nothing: the registry is the host's, and what is logged while a host ends is recorded too.
/// </remarks>
[ProviderAlias("ErrorManagement")]
public sealed class ErrorLoggerProvider : ILoggerProvider, ISupportExternalScope
{
    private static readonly LoggerSourceOptions Defaults = new();

    private readonly ErrorInbox _inbox;
    private readonly ConcurrentDictionary<string, ErrorLogger> _loggers = new(StringComparer.Ordinal);
    private volatile IExternalScopeProvider? _scopes;

    /// <summary>Makes a provider for a registry.</summary>
    /// <param name="registry">Where errors go.</param>
    /// <param name="options">The settings, copied; null for the defaults.</param>
    /// <exception cref="ArgumentNullException"><paramref name="registry"/> is null.</exception>
    /// <exception cref="ArgumentException">A setting is out of its bounds; the message names all that are.</exception>
    public ErrorLoggerProvider(IErrorRegistry registry, LoggerSourceOptions? options = null)
        : this(new ErrorInbox(NotNull(registry), new ErrorSourceOptions { Logger = Valid(options) }))
    {
    }

    internal ErrorLoggerProvider(ErrorInbox inbox) => _inbox = inbox;

    /// <summary>How many errors could not be handed to the registry, because the container could not make it or a registry of the host's own threw. Rises only.</summary>
    public long LostErrors => _inbox.Lost;

    internal LogTemplates Templates { get; } = new();

    internal IExternalScopeProvider? Scopes => _scopes;

    /// <inheritdoc />
    public ILogger CreateLogger(string categoryName) =>
        LogCategories.IsOwn(categoryName ?? "")
            ? NoLogger.Instance
            : _loggers.GetOrAdd(categoryName ?? "", static (category, provider) => new ErrorLogger(category, provider), this);

    /// <inheritdoc />
    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    /// <summary>Changes nothing.</summary>
    public void Dispose()
    {
    }

    /// <summary>The settings; the defaults while they are being made.</summary>
    internal LoggerSourceOptions FindSettings(out bool isSettled)
    {
        var settings = (_inbox.Settings ?? _inbox.FindSettings())?.Logger;
        isSettled = settings is not null;
        return settings ?? Defaults;
    }

    internal bool IsEnabled(LogLevel level)
    {
        if (level is < LogLevel.Trace or > LogLevel.Critical || _inbox.GaveUp)
        {
            return false;
        }

        var settings = FindSettings(out _);
        return settings.Enabled && level >= settings.MinimumLevel;
    }

    internal void Record(in ErrorOccurrence occurrence, LogDetails? details)
    {
        // Ids that a scope says are those of another system's trace: the activity, where there is one, is the truth.
        _inbox.Record(details?.TraceId is { } trace && Activity.Current is null ? occurrence with { TraceId = trace, SpanId = details.SpanId } : occurrence);
    }

    private static IErrorRegistry NotNull(IErrorRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        return registry;
    }

    private static LoggerSourceOptions Valid(LoggerSourceOptions? options)
    {
        if (options is null)
        {
            return new LoggerSourceOptions();
        }

        LoggerSourceOptionsValidator.ThrowIfInvalid(options);
        return options.Copy();
    }
}
