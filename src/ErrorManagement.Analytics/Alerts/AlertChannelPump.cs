using ErrorManagement.Analytics.Registry;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.Diagnostics;
using ErrorManagement.Families.Observability;

namespace ErrorManagement.Analytics.Alerts;

/// <summary>
/// Tells one channel: one notice after the other, on threads of the pool, so that a channel that hangs or fails holds nobody else up. After a failure it rests, longer each time;
/// a sending that takes too long and does not obey its token is waited for before the next one begins.
/// </summary>
internal sealed class AlertChannelPump : IThreadPoolWorkItem, IDisposable
{
    private static readonly TimeSpan FirstRest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan DropLogInterval = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly AlertQueue _queue = new();
    private readonly List<TaskCompletionSource> _waiters = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly IAlertChannel _channel;
    private readonly TimeProvider _timeProvider;
    private readonly RegistryClock _clock;
    private readonly AlertLog _log;
    private readonly ITimer _rest;
    private AlertOptions _options;
    private AlertChannelStatus _status;
    private long _lostTold;
    private long? _dropsLoggedAt;
    private int _failuresOfChannel;
    private bool _isRunning;
    private bool _isResting;
    private bool _isEnded;

    public AlertChannelPump(IAlertChannel channel, string name, AlertOptions options, TimeProvider timeProvider, RegistryClock clock, AlertLog log)
    {
        _channel = channel;
        _options = options;
        _timeProvider = timeProvider;
        _clock = clock;
        _log = log;
        _status = new AlertChannelStatus { Name = name };
        _rest = timeProvider.CreateTimer(static pump => ((AlertChannelPump)pump!).Rested(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public string Name => _status.Name;

    /// <summary>Has notices told. Returns at once.</summary>
    public void Enqueue(List<AlertNotice> notices)
    {
        lock (_gate)
        {
            foreach (var notice in notices)
            {
                _queue.Enqueue(notice, _options.QueueCapacity);
            }

            if (_isEnded)
            {
                _queue.End();
            }

            ScheduleLocked();
        }
    }

    public void Update(AlertOptions options)
    {
        lock (_gate)
        {
            _options = options;
        }
    }

    public AlertChannelStatus GetStatus()
    {
        lock (_gate)
        {
            return _status with
            {
                Waiting = _queue.Count,
                Dropped = Enum.GetValues<AlertDropReason>().Where(reason => _queue.Dropped(reason) > 0).ToDictionary(static reason => reason, _queue.Dropped),
            };
        }
    }

    /// <summary>Done when everything that waits was sent, or the channel has failed and rests.</summary>
    public Task WhenIdleAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_isRunning)
            {
                return Task.CompletedTask;
            }

            var waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add(waiter);
            return waiter.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Sends nothing any more, and cancels what is being sent; does not wait for it.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isEnded)
            {
                return;
            }

            _isEnded = true;
            _queue.End();
        }

        _rest.Dispose();

        // What a channel runs when its token is cancelled is its own: not on this thread.
        ThreadPool.UnsafeQueueUserWorkItem(
            static stop =>
            {
                try
                {
                    stop.Cancel();
                }
                catch (AggregateException e)
                {
                    ErrorManagementDiagnostics.CountSwallowedFailure(e);
                }
            },
            _stop,
            preferLocal: false);
    }

    void IThreadPoolWorkItem.Execute() => _ = RunAsync();

    private void ScheduleLocked()
    {
        if (!_isRunning && !_isResting && !_isEnded && _queue.Count > 0)
        {
            _isRunning = true;
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    private void Rested()
    {
        lock (_gate)
        {
            _isResting = false;
            ScheduleLocked();
        }
    }

    private async Task RunAsync()
    {
        while (TryTake(out var waiting, out var timeout))
        {
            LogDrops();
            var failure = await SendAsync(waiting, timeout).ConfigureAwait(false);
            if (failure is null)
            {
                Succeeded(waiting);
            }
            else
            {
                Failed(waiting, failure);
            }
        }
    }

    private bool TryTake([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out WaitingNotice? waiting, out TimeSpan timeout)
    {
        lock (_gate)
        {
            timeout = _options.SendTimeout;
            waiting = _isResting || _isEnded ? null : _queue.Take();
            if (waiting is not null)
            {
                return true;
            }

            _isRunning = false;
            foreach (var waiter in _waiters)
            {
                waiter.SetResult(); // goes on elsewhere
            }

            _waiters.Clear();
            return false;
        }
    }

    /// <summary>Sends a notice.</summary>
    /// <returns>Why it failed; null when it did not. One that came back late, but well, has been told.</returns>
    private async Task<Exception?> SendAsync(WaitingNotice waiting, TimeSpan length)
    {
        Task? sending = null;
        var end = new CancellationTokenSource(length, _timeProvider);
        var stopped = _stop.Token.UnsafeRegister(static end => ((CancellationTokenSource)end!).Cancel(), end);
        try
        {
            // Elsewhere: one that blocks its thread is to be noticed as any other that hangs.
            sending = Task.Run(() => _channel.SendAsync(waiting.Notice, end.Token).AsTask(), CancellationToken.None);
            await sending.WaitAsync(end.Token).ConfigureAwait(false);
            return null;
        }
        catch (Exception e)
        {
            // A channel's own time-out is its own failure.
            if (!end.IsCancellationRequested || sending is null || e is not OperationCanceledException)
            {
                return e;
            }

            return await WaitForLateAsync(sending, new TimeoutException($"The channel has not told of an alert within {length}.", e)).ConfigureAwait(false);
        }
        finally
        {
            stopped.Unregister();

            // This may run inside the cancellation: to dispose of it then would keep the channel's own callbacks from running. Its timer is gone already.
            if (!end.IsCancellationRequested)
            {
                end.Dispose();
            }
        }
    }

    /// <summary>Waits for a sending that took too long: the next one begins when it has come back.</summary>
    private async Task<Exception?> WaitForLateAsync(Task sending, TimeoutException late)
    {
        if (!sending.IsCompleted && !_stop.IsCancellationRequested)
        {
            NoteFailure(late, isHanging: true);
        }

        try
        {
            await sending.WaitAsync(_stop.Token).ConfigureAwait(false);
            return null;
        }
        catch (Exception)
        {
            // What it throws at last is the consequence of having taken too long.
            _ = sending.ContinueWith(static task => _ = task.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            return late;
        }
    }

    private void Succeeded(WaitingNotice waiting)
    {
        int failures;
        lock (_gate)
        {
            _queue.Succeeded(waiting);
            failures = _status.FailuresInARow;
            _failuresOfChannel = 0;
            _status = _status with { Sent = _status.Sent + 1, LastSentAt = _clock.Read().UtcTime, FailuresInARow = 0, IsHanging = false };
        }

        if (failures > 0)
        {
            _log.ChannelRecovered(Name, failures);
        }
    }

    private void Failed(WaitingNotice waiting, Exception failure)
    {
        bool isCounted;
        lock (_gate)
        {
            _queue.Failed(waiting, _options.MaxSendAttempts, _options.QueueCapacity);
            if (_isEnded)
            {
                _queue.End();
                return;
            }

            isCounted = _status.IsHanging; // when it began to take too long
            _isResting = true;
        }

        if (!isCounted)
        {
            NoteFailure(failure, isHanging: false);
        }

        lock (_gate)
        {
            _status = _status with { IsHanging = false };
            _failuresOfChannel = IsOfMessage(failure) ? 1 : _failuresOfChannel + 1;
            var doublings = Math.Min(_failuresOfChannel - 1, 10);
            var rest = TimeSpan.FromTicks(Math.Min(FirstRest.Ticks << doublings, LongestRest.Ticks));
            if (!_isEnded)
            {
                _rest.Change(rest, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>Whether the receiver is there and refuses this message alone: other alerts must not wait longer and longer for it.</summary>
    private static bool IsOfMessage(Exception failure) => failure is AlertChannelException { InnerException: ChannelTryException { Verdict: CircuitVerdict.Success } };

    private void NoteFailure(Exception failure, bool isHanging)
    {
        var type = failure.GetType().FullName ?? "";
        int failures;
        lock (_gate)
        {
            failures = _status.FailuresInARow + 1;
            _status = _status with { Failed = _status.Failed + 1, FailuresInARow = failures, IsHanging = isHanging, LastFailure = type, LastFailureAt = _clock.Read().UtcTime };
        }

        ErrorManagementDiagnostics.CountSwallowedFailure(failure);
        if (failures == 1)
        {
            _log.ChannelFailed(Name, failure);
        }
    }

    /// <summary>Tells the log how many notices were lost since it was last told: at most once a minute.</summary>
    private void LogDrops()
    {
        long lost;
        lock (_gate)
        {
            var now = _clock.Read().Steady;
            lost = _queue.Lost - _lostTold;
            if (lost == 0 || now - _dropsLoggedAt < DropLogInterval.Ticks)
            {
                return;
            }

            _lostTold += lost;
            _dropsLoggedAt = now;
        }

        _log.NoticesLost(Name, lost);
    }
}
