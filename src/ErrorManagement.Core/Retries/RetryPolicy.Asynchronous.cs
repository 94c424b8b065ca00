using ErrorManagement.Policies;

namespace ErrorManagement.Retries;

// The tries of an asynchronous call, once the first one was no plain success.
public sealed partial class RetryPolicy
{
    /// <summary>Repeats what fails at once and need not wait without a state machine or a further throw; hands the rest to <see cref="FinishAsync"/>.</summary>
    internal ValueTask<T> GoOn<TState, T>(
        ValueTask<T> call, Exception? thrown, long started, long ledgers, Func<TState, CancellationToken, ValueTask<T>> operation, TState state, CancellationToken cancellationToken)
    {
        RetryRun? run = null;
        while (true)
        {
            Task<T>? ended = null;
            if (thrown is null)
            {
                if (_settings.Results is null && call.IsCompletedSuccessfully)
                {
                    _settings.Options.Budget?.CountSuccess();
                    run?.Recovered();
                    return call;
                }

                if (call.IsCompletedSuccessfully)
                {
                    var result = call.Result; // read once, as its source may be pooled
                    if (IsSuccess(result, run, out var verdict))
                    {
                        return new ValueTask<T>(result);
                    }

                    run ??= Begin(started, ledgers, state);
                    return FinishFailedAsync(result, run.Judge(result, typeof(T), verdict, cancellationToken), run, operation, state, cancellationToken);
                }

                ended = call.AsTask();
                if (!ended.IsCompleted || ended.IsCompletedSuccessfully)
                {
                    // It runs, or it ended well between the first look and this one.
                    return FinishAsync(ended, default, run ?? Begin(started, ledgers, state), operation, state, cancellationToken);
                }

                thrown = CallTasks.FailureOf(ended);
            }

            run ??= Begin(started, ledgers, state);
            var step = run.Judge(thrown, cancellationToken);
            if (!step.GoesOn)
            {
                return step.Leaves is not null ? ValueTask.FromException<T>(step.Leaves)
                    : ended is not null ? CallTasks.WithFailure(ended, thrown)
                    : ValueTask.FromException<T>(thrown);
            }

            if (step.Delay > TimeSpan.Zero)
            {
                return FinishAsync(null, step.Delay, run, operation, state, cancellationToken);
            }

            run.BeginAttempt();
            thrown = CallTasks.TryStart(operation, state, cancellationToken, out call);
        }
    }

    /// <summary>Goes on after a result that counts as a failure.</summary>
    private async ValueTask<T> FinishFailedAsync<TState, T>(
        T result, RetryStep step, RetryRun run, Func<TState, CancellationToken, ValueTask<T>> operation, TState state, CancellationToken cancellationToken)
    {
        if (!step.GoesOn && step.Leaves is null)
        {
            return result;
        }

        if (IsNobodys(step) && result is not null)
        {
            await _settings.Results!.DiscardAsync(result).ConfigureAwait(false);
        }

        if (step.Leaves is not null)
        {
            throw step.Leaves;
        }

        run.ThrowIfCancelled(cancellationToken); // in the time that the discarding took
        return await FinishAsync(null, step.Delay, run, operation, state, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<T> FinishAsync<TState, T>(Task<T>? running, TimeSpan delay, RetryRun run, Func<TState, CancellationToken, ValueTask<T>> operation, TState state, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (running is null)
            {
                if (delay > TimeSpan.Zero)
                {
                    await run.WaitAsync(delay, cancellationToken).ConfigureAwait(false);
                }

                run.BeginAttempt();
                running = CallTasks.Start(operation, state, cancellationToken).AsTask();
            }

            await ((Task)running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            RetryStep step;
            if (running.IsCompletedSuccessfully)
            {
                var result = await running.ConfigureAwait(false);
                if (IsSuccess(result, run, out var verdict))
                {
                    return result;
                }

                step = run.Judge(result, typeof(T), verdict, cancellationToken);
                if (IsNobodys(step) && result is not null)
                {
                    await _settings.Results!.DiscardAsync(result).ConfigureAwait(false);
                }

                if (!step.GoesOn)
                {
                    return step.Leaves is null ? result : throw step.Leaves;
                }

                run.ThrowIfCancelled(cancellationToken); // in the time that the discarding took
            }
            else
            {
                var thrown = CallTasks.FailureOf(running);
                step = run.Judge(thrown, cancellationToken);
                if (!step.GoesOn)
                {
                    return step.Leaves is null ? await CallTasks.WithFailure(running, thrown).ConfigureAwait(false) : throw step.Leaves;
                }
            }

            delay = step.Delay;
            running = null;
        }
    }
}
