using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using ErrorManagement.Diagnostics;

namespace ErrorManagement.Recovery;

/// <summary>The recovery actions of a host, and who does them.</summary>
/// <remarks>
/// <para>
/// For one action and target one run at a time: failures that come meanwhile join it and get its outcome. A caller that gives up leaves alone;
/// the run goes on for the others, until it ends or its time-out is over. A handler that asks, itself or through another handler, for the very run
/// it is part of is answered at once, and nothing is attempted, instead of waiting for itself.
/// </para>
/// <para>Safe on any thread. Nothing that a handler does leaves as an exception.</para>
/// </remarks>
public sealed class RecoveryActions
{
    private readonly ConcurrentDictionary<RecoveryAction, IRecoveryActionHandler> _handlers = new();
    private readonly RecoveryActionLog _log;
    private readonly SharedRuns _runs;

    /// <summary>Makes a set of actions without handlers.</summary>
    /// <param name="options">Its settings, copied; null for the defaults.</param>
    /// <param name="timeProvider">Its clock and timers; null for the system's.</param>
    /// <param name="meterFactory">Makes the meter of its metrics; null for the meter of the process.</param>
    /// <exception cref="ArgumentException">A setting is outside its bounds; the message names all such settings with value and bound.</exception>
    public RecoveryActions(RecoveryActionOptions? options = null, TimeProvider? timeProvider = null, IMeterFactory? meterFactory = null)
    {
        var copy = options?.Copy() ?? new RecoveryActionOptions();
        RecoveryActionOptionsValidator.ThrowIfInvalid(copy);
        _log = new RecoveryActionLog(copy.HistorySize, RecoveryInstruments.Of(meterFactory));
        _runs = new SharedRuns(copy.Timeout, timeProvider ?? TimeProvider.System);
    }

    /// <summary>Says who does an action, in place of who did it before; runs that are under way are not touched.</summary>
    /// <param name="action">The action; not none.</param>
    /// <param name="handler">Does it.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="action"/> is none, for which nothing runs, or no value of the enumeration.</exception>
    public void Register(RecoveryAction action, IRecoveryActionHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        RequireDoable(action);
        _handlers[action] = handler;
    }

    /// <summary>Says who does an action; see the other form.</summary>
    /// <param name="action">The action; not none.</param>
    /// <param name="handler">Does it, and says whether it went well.</param>
    [OverloadResolutionPriority(2)]
    public void Register(RecoveryAction action, Func<RecoveryActionRequest, CancellationToken, ValueTask<bool>> handler) => Register(action, HandlerOf(handler));

    /// <summary>Says who does an action; see the other form.</summary>
    /// <param name="action">The action; not none.</param>
    /// <param name="handler">Does it, and says whether it went well.</param>
    [OverloadResolutionPriority(1)]
    public void Register(RecoveryAction action, Func<RecoveryActionRequest, CancellationToken, Task<bool>> handler) => Register(action, HandlerOf(handler));

    /// <summary>Says who does an action; see the other form. It may block: it runs on a pool thread, and callers that give up do not wait for it.</summary>
    /// <param name="action">The action; not none.</param>
    /// <param name="handler">Does it, and says whether it went well.</param>
    public void Register(RecoveryAction action, Func<RecoveryActionRequest, CancellationToken, bool> handler) => Register(action, HandlerOf(handler));

    /// <summary>Takes the handler of an action away; a run that is under way ends as it would have.</summary>
    /// <param name="action">The action.</param>
    /// <returns>Whether there was one.</returns>
    public bool Unregister(RecoveryAction action) => _handlers.TryRemove(action, out _);

    /// <summary>Whether an action can be done: it is none, or has a handler.</summary>
    /// <param name="action">The action.</param>
    /// <returns>Whether it can.</returns>
    public bool IsRegistered(RecoveryAction action) => action == RecoveryAction.None || _handlers.ContainsKey(action);

    /// <summary>Does an action, or waits for the run of it that is under way.</summary>
    /// <param name="action">The action. None is a success, and nothing runs; one without a handler is not attempted.</param>
    /// <param name="target">What to do it to. Compared by ordinal; not too many different values.</param>
    /// <param name="context">The failure that it is done for.</param>
    /// <param name="cancellationToken">The caller's token. When it is cancelled the caller leaves with a result that says so.</param>
    /// <returns>What became of it. The task never fails and is never cancelled.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="target"/> or <paramref name="context"/> is null.</exception>
    public ValueTask<RecoveryActionResult> RunAsync(RecoveryAction action, string target, RecoveryContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(context);
        if (action == RecoveryAction.None)
        {
            _log.AddNone();
            return new ValueTask<RecoveryActionResult>(new RecoveryActionResult(action, target, RecoveryOutcome.Success));
        }

        if (cancellationToken.IsCancellationRequested)
        {
            return new ValueTask<RecoveryActionResult>(new RecoveryActionResult(action, target, RecoveryOutcome.NotAttempted) { IsCancelled = true });
        }

        if (!_handlers.TryGetValue(action, out var handler))
        {
            _log.AddNotAttempted(action);
            return new ValueTask<RecoveryActionResult>(new RecoveryActionResult(action, target, RecoveryOutcome.NotAttempted));
        }

        var request = new RecoveryActionRequest(action, target, context);
        var run = _runs.RunAsync(
            SnakeNames<RecoveryAction>.Of(action),
            target,
            new RunRequest(token => HandleAsync(handler, request, token), end => _log.Add(action, target, end)),
            cancellationToken);
        return AnswerAsync(run, action, target);
    }

    /// <summary>The runs that ended last, oldest first.</summary>
    /// <returns>A copy.</returns>
    public IReadOnlyList<RecoveryActionRecord> GetHistory() => _log.GetHistory();

    /// <summary>The figures of every action, in the order of the enumeration.</summary>
    /// <returns>A snapshot.</returns>
    public IReadOnlyList<RecoveryActionStatistics> GetStatistics() => _log.GetStatistics();

    /// <summary>Throws unless an action is one that somebody can do.</summary>
    internal static void RequireDoable(RecoveryAction action)
    {
        if (action == RecoveryAction.None || !Enum.IsDefined(action))
        {
            throw new ArgumentOutOfRangeException(nameof(action), action, $"An action that can be done: {string.Join(", ", Enum.GetValues<RecoveryAction>().Skip(1))}.");
        }
    }

    internal static IRecoveryActionHandler HandlerOf(Func<RecoveryActionRequest, CancellationToken, ValueTask<bool>> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return new DelegateActionHandler(handler);
    }

    internal static IRecoveryActionHandler HandlerOf(Func<RecoveryActionRequest, CancellationToken, Task<bool>> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return new DelegateActionHandler((request, token) => new ValueTask<bool>(handler(request, token)));
    }

    internal static IRecoveryActionHandler HandlerOf(Func<RecoveryActionRequest, CancellationToken, bool> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return new DelegateActionHandler((request, token) => new ValueTask<bool>(handler(request, token)));
    }

    private static async ValueTask<RecoveryOutcome> HandleAsync(IRecoveryActionHandler handler, RecoveryActionRequest request, CancellationToken cancellationToken) =>
        await handler.HandleAsync(request, cancellationToken).ConfigureAwait(false) ? RecoveryOutcome.Success : RecoveryOutcome.Failed;

    private async ValueTask<RecoveryActionResult> AnswerAsync(ValueTask<RunAnswer> run, RecoveryAction action, string target)
    {
        var answer = await run.ConfigureAwait(false);
        if (answer.Refusal != RunRefusal.None)
        {
            _log.AddNotAttempted(action);
            return new RecoveryActionResult(action, target, RecoveryOutcome.NotAttempted);
        }

        if (answer.IsJoined)
        {
            _log.AddJoined(action);
        }

        return answer.End is not { } end
            ? new RecoveryActionResult(action, target, RecoveryOutcome.NotAttempted) { IsCancelled = true, IsAttempted = true, IsJoined = answer.IsJoined }
            : new RecoveryActionResult(action, target, end.Outcome)
            {
                IsAttempted = true,
                IsJoined = answer.IsJoined,
                IsTimedOut = end.IsTimedOut,
                Exception = end.Exception,
                Duration = end.Duration,
            };
    }
}
