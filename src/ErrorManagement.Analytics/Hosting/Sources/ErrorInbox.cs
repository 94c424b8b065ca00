using System.Collections.Concurrent;
using System.Diagnostics;
using ErrorManagement.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ErrorManagement.Analytics.Hosting.Sources;

/// <summary>
/// Takes errors from the sources to the registry, which a container makes when the first one comes. Making it may log, wait for threads that
/// log, and fail: whoever comes meanwhile leaves the error here, does not wait, and finds it recorded once the registry is there.
/// </summary>
internal sealed class ErrorInbox
{
    private const int MostWaiting = 64;
    private const int MostFailures = 3;

    private readonly IServiceProvider? _services;
    private readonly ConcurrentQueue<ErrorOccurrence> _waiting = new();
    private volatile IErrorRegistry? _registry;
    private volatile ErrorSourceOptions? _settings;
    private volatile bool _gaveUp;
    private int _failures;
    private int _making;
    private long _lost;

    /// <summary>Hands errors to the registry of a container.</summary>
    public ErrorInbox(IServiceProvider services) => _services = services;

    /// <summary>Hands errors to a registry that is there.</summary>
    public ErrorInbox(IErrorRegistry registry, ErrorSourceOptions settings)
    {
        _registry = registry;
        _settings = settings;
    }

    /// <summary>The registry; null as long as nobody needed it.</summary>
    public IErrorRegistry? Registry => _registry;

    /// <summary>The settings; null as long as they are not made.</summary>
    public ErrorSourceOptions? Settings => _settings;

    /// <summary>Whether the container could not make registry or settings so often that it is not asked again; until it has made them for somebody else.</summary>
    public bool GaveUp => _gaveUp;

    /// <summary>How many errors could not be handed on.</summary>
    public long Lost => Volatile.Read(ref _lost);

    /// <summary>Takes note of the settings, the first ones for good.</summary>
    /// <returns>Those that hold.</returns>
    public ErrorSourceOptions Settle(ErrorSourceOptions settings)
    {
        var copy = settings.Copy();
        _gaveUp = false; // what failed before has come right
        return Interlocked.CompareExchange(ref _settings, copy, null) ?? copy;
    }

    /// <summary>Takes note that the container has made the registry, for whomever.</summary>
    public void Attach(IErrorRegistry registry)
    {
        _registry ??= registry;
        _gaveUp = false;
        HandOn();
    }

    /// <summary>The settings, made if they are not yet; null when that fails, or is under way, maybe on this very thread.</summary>
    public ErrorSourceOptions? FindSettings()
    {
        if (_settings is null && !_gaveUp && TryBegin())
        {
            try
            {
                MakeSettings();
            }
            catch (Exception e)
            {
                Fail(e);
            }
            finally
            {
                End();
            }

            HandOn();
        }

        return _settings;
    }

    /// <summary>Hands an error on, or keeps it until there is somebody to hand it to. Never throws.</summary>
    public void Record(in ErrorOccurrence occurrence)
    {
        if (_registry is { } registry)
        {
            Hand(registry, in occurrence);
            return;
        }

        if (_gaveUp || _waiting.Count >= MostWaiting)
        {
            Interlocked.Increment(ref _lost);
            return;
        }

        // It may be recorded by another thread, which has another activity.
        var activity = occurrence.TraceId is null ? Activity.Current : null;
        _waiting.Enqueue(activity is null ? occurrence : occurrence with { TraceId = activity.TraceId.ToHexString(), SpanId = activity.SpanId.ToHexString() });
        HandOn();
    }

    private void HandOn()
    {
        // Looked at again after each turn: who came during it left something and went.
        while (!_waiting.IsEmpty && TryBegin())
        {
            try
            {
                if (!_gaveUp)
                {
                    MakeRegistry();
                }

                while (_waiting.TryDequeue(out var occurrence))
                {
                    Take(in occurrence);
                }
            }
            catch (Exception e)
            {
                Fail(e);
                if (!_gaveUp)
                {
                    return; // the next error asks again
                }
            }
            finally
            {
                End();
            }
        }
    }

    private void MakeSettings()
    {
        if (_settings is null)
        {
            Settle(_services!.GetRequiredService<IOptions<ErrorManagementOptions>>().Value.Sources);
        }
    }

    private void MakeRegistry()
    {
        MakeSettings();
        _registry ??= _services!.GetRequiredService<IErrorRegistry>();
    }

    private void Take(in ErrorOccurrence occurrence)
    {
        if (_registry is not { } registry)
        {
            Interlocked.Increment(ref _lost);
        }
        else if (_settings is not { } settings || IsWanted(settings, in occurrence))
        {
            Hand(registry, in occurrence);
        }
    }

    private void Hand(IErrorRegistry registry, in ErrorOccurrence occurrence)
    {
        try
        {
            registry.Record(occurrence);
        }
        catch (Exception e)
        {
            // Ours does not throw; a host may have put its own in its place.
            ErrorManagementDiagnostics.CountSwallowedFailure(e);
            Interlocked.Increment(ref _lost);
        }
    }

    // What came before the settings were known came by the defaults.
    private static bool IsWanted(ErrorSourceOptions settings, in ErrorOccurrence occurrence) => occurrence.Source switch
    {
        ErrorSources.Logger => settings.Logger.Enabled && occurrence.Severity >= LogSeverities.Of(settings.Logger.MinimumLevel),
        ErrorSources.Unhandled => settings.Unhandled.Enabled,
        ErrorSources.UnobservedTask => settings.Unobserved.Enabled,
        _ => true,
    };

    private bool TryBegin() => Interlocked.CompareExchange(ref _making, 1, 0) == 0;

    private void End() => Volatile.Write(ref _making, 0);

    // Under _making.
    private void Fail(Exception failure)
    {
        ErrorManagementDiagnostics.CountSwallowedFailure(failure);
        _gaveUp = ++_failures >= MostFailures;
    }
}
