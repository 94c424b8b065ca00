using System.Diagnostics.CodeAnalysis;
using ErrorManagement.Analytics.Registry;
using ErrorManagement.Diagnostics;

namespace ErrorManagement.Analytics.Alerts;

/// <summary>
/// Tells one channel: one notice after the other, on threads of the pool, so that a channel that hangs or fails holds nobody else up. After a failure it rests, longer each time;
/// a sending that takes too long and does not obey its token is waited for before the next one begins.
/// </summary>
/// <remarks>What waits is the affair of <see cref="AlertQueue"/>, how one is sent that of <see cref="AlertSender"/>, and how the channel does that of <see cref="AlertChannelRecord"/>.</remarks>
internal sealed class AlertChannelPump : IThreadPoolWorkItem, IDisposable
{
    private readonly Lock _gate = new();
    private readonly AlertQueue _queue = new();
    private readonly AlertChannelRecord _record;
    private readonly AlertSender _sender;
    private readonly List<TaskCompletionSource> _waiters = [];
    private readonly RegistryClock _clock;
    private readonly AlertLog _log;
    private readonly ITimer _rest;
    private AlertOptions _options;
    private bool _isRunning;
    private bool _isResting;
    private bool _isEnded;

    public AlertChannelPump(IAlertChannel channel, string name, AlertOptions options, TimeProvider timeProvider, RegistryClock clock, AlertLog log)
    {
        Name = name;
        _options = options;
        _clock = clock;
        _log = log;
        _record = new AlertChannelRecord(name);
        _sender = new AlertSender(channel, timeProvider);
        _rest = timeProvider.CreateTimer(static pump => ((AlertChannelPump)pump!).Rested(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public string Name { get; }

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
            return _record.Status with
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

    /// <summary>Sends nothing any more, and cancels what is being sent; does not wait for it. What waits is dropped, counted and logged.</summary>
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
        _sender.Dispose();
        LogLossAtEnd();
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
            LogLoss();
            var failure = await _sender.SendAsync(waiting.Notice, timeout, late => NoteFailure(late, isHanging: true)).ConfigureAwait(false);
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

    private bool TryTake([NotNullWhen(true)] out WaitingNotice? waiting, out TimeSpan timeout)
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

    private void Succeeded(WaitingNotice waiting)
    {
        int failures;
        lock (_gate)
        {
            _queue.Succeeded(waiting);
            failures = _record.Sent(_clock.Read().UtcTime);
        }

        if (failures > 0)
        {
            _log.ChannelRecovered(Name, failures);
        }
    }

    private void Failed(WaitingNotice waiting, Exception failure)
    {
        bool isCounted;
        bool isEnded;
        lock (_gate)
        {
            _queue.Failed(waiting, _options.MaxSendAttempts, _options.QueueCapacity);
            isEnded = _isEnded;
            if (isEnded)
            {
                _queue.End();
            }

            isCounted = _record.Status.IsHanging; // when it began to take too long
            _isResting = true;
        }

        if (isEnded)
        {
            LogLossAtEnd();
            return;
        }

        if (!isCounted)
        {
            NoteFailure(failure, isHanging: false);
        }

        lock (_gate)
        {
            var rest = _record.Rest(failure);
            if (!_isEnded)
            {
                _rest.Change(rest, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void NoteFailure(Exception failure, bool isHanging)
    {
        int failures;
        lock (_gate)
        {
            failures = _record.Failed(failure, _clock.Read().UtcTime, isHanging);
        }

        ErrorManagementDiagnostics.CountSwallowedFailure(failure);
        if (failures == 1)
        {
            _log.ChannelFailed(Name, failure);
        }
    }

    private void LogLoss()
    {
        long lost;
        lock (_gate)
        {
            lost = _record.LossToTell(_queue.Lost, _clock.Read().Steady);
        }

        if (lost > 0)
        {
            _log.NoticesLost(Name, lost);
        }
    }

    private void LogLossAtEnd()
    {
        long lost;
        lock (_gate)
        {
            lost = _record.LossToTell(_queue.Lost, now: null);
        }

        if (lost > 0)
        {
            _log.NoticesEnded(Name, lost);
        }
    }
}
