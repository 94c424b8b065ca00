using ErrorManagement.Classification;
using ErrorManagement.Diagnostics;
using ErrorManagement.Errors;
using ErrorManagement.Policies;
using ErrorManagement.Time;

namespace ErrorManagement.Recovery;

/// <summary>Keeps the loop of a background service going: an unexpected exception is reported once, told, waited out, and the loop goes on.</summary>
/// <remarks>
/// The stopping token ends it quietly; a fatal error leaves, reported, the same object. It needs no host: call it from the ExecuteAsync of a background service.
/// One loop at a time for one object, or its <see cref="Status"/> mixes them. Nothing else leaves as an exception, unless
/// <see cref="SupervisedLoopOptions.MaxConsecutiveFailures"/> says so.
/// </remarks>
public sealed class SupervisedLoop
{
    private readonly SupervisedLoopOptions _options;
    private readonly IErrorClassifier _classifier;
    private readonly TimeProvider _timeProvider;
    private readonly IErrorSink? _sink;
    private readonly OrderedCallbacks<LoopFailed>? _onFailure;
    private LoopStatus _status = new(0, 0, 0, null, null);

    /// <summary>Makes a loop.</summary>
    /// <param name="options">Its settings, copied; null for the defaults.</param>
    /// <param name="sink">Told of each failure; null for nobody.</param>
    /// <param name="classifier">Says what a failure means; null for the built-in one.</param>
    /// <param name="timeProvider">Its clock and timers; null for the system's.</param>
    /// <exception cref="ArgumentException">A setting is outside its bounds; the message names all such settings with value and bound.</exception>
    public SupervisedLoop(SupervisedLoopOptions? options = null, IErrorSink? sink = null, IErrorClassifier? classifier = null, TimeProvider? timeProvider = null)
    {
        _options = options?.Copy() ?? new SupervisedLoopOptions();
        SupervisedLoopOptionsValidator.ThrowIfInvalid(_options);
        _sink = sink;
        _classifier = classifier ?? ErrorClassifier.Default;
        _timeProvider = timeProvider ?? TimeProvider.System;
        _onFailure = _options.OnFailure is { } callback ? new OrderedCallbacks<LoopFailed>(callback) : null;
    }

    /// <summary>How it does, for a health check. Safe on any thread.</summary>
    public LoopStatus Status => Volatile.Read(ref _status);

    /// <summary>How many events for <see cref="SupervisedLoopOptions.OnFailure"/> were dropped because 1,024 were waiting. Rises only.</summary>
    public long DroppedEvents => _onFailure?.Dropped ?? 0;

    /// <summary>Runs an iteration over and over until it is told to stop. An iteration that has nothing to do must wait by itself, with the token it is given.</summary>
    /// <param name="iteration">One iteration.</param>
    /// <param name="stoppingToken">Ends the loop; also during a wait.</param>
    /// <returns>A task that is done when the loop was told to stop.</returns>
    /// <exception cref="Exception">A fatal error, or the last one of the allowed failures in a row; the same object.</exception>
    public Task RunAsync(Func<CancellationToken, Task> iteration, CancellationToken stoppingToken = default)
    {
        ArgumentNullException.ThrowIfNull(iteration);
        return LoopAsync(
            async token =>
            {
                await iteration(token).ConfigureAwait(false);
                return true;
            },
            stoppingToken);
    }

    /// <summary>Runs an iteration once in every period, first after one period, until it is told to stop. Periods that pass while an iteration runs, or while a failure is waited out, are made up for by one.</summary>
    /// <param name="period">The period. At least 1 ms, inclusive.</param>
    /// <param name="iteration">One iteration.</param>
    /// <param name="stoppingToken">Ends the loop; also during a wait.</param>
    /// <returns>A task that is done when the loop was told to stop.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="period"/> is shorter, or longer than timers take.</exception>
    public async Task RunPeriodicallyAsync(TimeSpan period, Func<CancellationToken, Task> iteration, CancellationToken stoppingToken = default)
    {
        ArgumentNullException.ThrowIfNull(iteration);
        using var timer = new PeriodicTimer(period, _timeProvider);
        await LoopAsync(
            async token =>
            {
                await timer.WaitForNextTickAsync(token).ConfigureAwait(false);
                await iteration(token).ConfigureAwait(false);
                return true;
            },
            stoppingToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Handles what comes from a source, item by item, until the source ends or the loop is told to stop. An item whose handling fails is reported and passed over; a source that fails
    /// is asked for anew.
    /// </summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="source">Makes the source; called again after the source has failed.</param>
    /// <param name="handle">Handles one item.</param>
    /// <param name="stoppingToken">Ends the loop; also during a wait.</param>
    /// <returns>A task that is done when the source has ended or the loop was told to stop.</returns>
    /// <exception cref="Exception">A fatal error, or the last one of the allowed failures in a row; the same object.</exception>
    public async Task ConsumeAsync<T>(Func<CancellationToken, IAsyncEnumerable<T>> source, Func<T, CancellationToken, Task> handle, CancellationToken stoppingToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(handle);
        IAsyncEnumerator<T>? items = null;
        try
        {
            await LoopAsync(
                async token =>
                {
                    items ??= source(token).GetAsyncEnumerator(token);
                    bool hasNext;
                    try
                    {
                        hasNext = await items.MoveNextAsync().ConfigureAwait(false);
                    }
                    catch
                    {
                        await LeaveAsync(items).ConfigureAwait(false);
                        items = null;
                        throw;
                    }

                    if (hasNext)
                    {
                        await handle(items.Current, token).ConfigureAwait(false);
                    }

                    return hasNext;
                },
                stoppingToken).ConfigureAwait(false);
        }
        finally
        {
            await LeaveAsync(items).ConfigureAwait(false);
        }
    }

    /// <summary>Starts an auxiliary worker: what fails is reported, as bad as <see cref="SupervisedLoopOptions.ConnectionSeverity"/> says, and told, and the host goes on without it.</summary>
    /// <param name="start">Starts it.</param>
    /// <param name="stoppingToken">Gives the start up, quietly.</param>
    /// <returns>Whether it was started.</returns>
    /// <exception cref="Exception">A fatal error, reported; the same object.</exception>
    public async Task<bool> TryStartAsync(Func<CancellationToken, Task> start, CancellationToken stoppingToken = default)
    {
        ArgumentNullException.ThrowIfNull(start);
        try
        {
            await start(stoppingToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception e)
        {
            if (CallerCancellation.Is(e, stoppingToken))
            {
                return false;
            }

            var isFatal = HopelessErrors.IsFatal(e);
            Tell(new LoopFailed(_options.Component, e, isFatal ? ErrorSeverity.Critical : _options.ConnectionSeverity, 0, _timeProvider.GetUtcNow(), null));
            if (isFatal)
            {
                throw;
            }

            return false;
        }
    }

    private static async ValueTask LeaveAsync<T>(IAsyncEnumerator<T>? items)
    {
        try
        {
            if (items is not null)
            {
                await items.DisposeAsync().ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e); // what made the source fail is what counts
        }
    }

    /// <summary>Runs an iteration until it says false, or the loop is told to stop.</summary>
    private async Task LoopAsync(Func<CancellationToken, Task<bool>> iteration, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            // A host that starts must get its thread back, and iterations that never wait must not keep one for ever.
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            TimeSpan? delay;
            try
            {
                if (!await iteration(stoppingToken).ConfigureAwait(false))
                {
                    return;
                }

                OnSuccess();
                continue;
            }
            catch (Exception e)
            {
                if (CallerCancellation.Is(e, stoppingToken))
                {
                    return;
                }

                delay = OnFailure(e);
                if (delay is null)
                {
                    throw;
                }
            }

            await Task.Delay(Backoff.WholeMilliseconds(delay.Value), _timeProvider, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void OnSuccess()
    {
        var status = _status;
        Volatile.Write(ref _status, status with { Iterations = status.Iterations + 1, ConsecutiveFailures = 0 });
    }

    /// <returns>How long to wait; null when the loop ends.</returns>
    private TimeSpan? OnFailure(Exception exception)
    {
        var status = _status;
        var now = _timeProvider.GetUtcNow();
        var inRow = status.ConsecutiveFailures == int.MaxValue ? int.MaxValue : status.ConsecutiveFailures + 1;
        Volatile.Write(ref _status, status with { Failures = status.Failures + 1, ConsecutiveFailures = inRow, LastFailureAt = now, LastErrorType = LibraryActivities.TypeNameOf(exception) });
        var isFatal = HopelessErrors.IsFatal(exception);
        var severity = isFatal ? ErrorSeverity.Critical : ConnectionErrors.Is(exception) ? _options.ConnectionSeverity : _options.Severity;
        TimeSpan? delay = isFatal || inRow >= _options.MaxConsecutiveFailures ? null : Backoff.Exponential(_options.Delay, _options.Multiplier, inRow - 1, _options.MaxDelay);
        Tell(new LoopFailed(_options.Component, exception, severity, inRow, now, delay));
        return delay;
    }

    private void Tell(LoopFailed failed)
    {
        if (_sink is not null)
        {
            _sink.TryReport(new ErrorOccurrence(failed.Component, LibraryActivities.TypeNameOf(failed.Exception), HopelessErrors.MessageOf(failed.Exception))
            {
                Code = failed.Exception is CodedException coded ? coded.Code : default,
                Severity = failed.Severity,
                Category = CategoryOf(failed.Exception),
                Exception = failed.Exception,
                Context = new OperationContext
                {
                    Operation = _options.Operation,
                    Data = new Dictionary<string, object?>(StringComparer.Ordinal) { ["consecutive_failures"] = failed.ConsecutiveFailures },
                },
            });
        }

        _onFailure?.Publish(failed);
    }

    private ErrorCategory CategoryOf(Exception exception)
    {
        try
        {
            return _classifier.Classify(exception).Category;
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e); // a classifier of the host's
            return ErrorCategory.Unknown;
        }
    }
}
