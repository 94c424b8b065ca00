using System.Runtime.CompilerServices;

namespace ErrorManagement.CircuitBreakers;

// The calls of a circuit that is closed and watches nothing of them but their end.
public sealed partial class CircuitBreaker
{
    private ValueTask<T> ExecuteWithCareAsync<TState, T>(Func<TState, CancellationToken, ValueTask<T>> operation, TState state, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<T>(cancellationToken);
        }

        // Of the calls that are to be timed most are not: they are as plain as any.
        var word = Volatile.Read(ref _word);
        var isTimedOnly = _isTimedOnly && CircuitWord.AdmitsAll(word);
        var start = isTimedOnly && RecentCalls.ShouldTime(_clock) ? Stamp() : 0;
        if (isTimedOnly && start == 0)
        {
            return RunPlainAsync(operation, state, word, cancellationToken);
        }

        var admission = new Admission(word, start, 0);
        return isTimedOnly || TryAdmit(out admission, out var retryAfter)
            ? RunAdmittedAsync(operation, state, admission, cancellationToken)
            : new ValueTask<T>(new RejectedCall<T>(CreateRejection(retryAfter)), 0);
    }

    /// <summary>Whether a call need only be made, and counted at its end.</summary>
    /// <param name="word">The circuit as it is now, for <see cref="RunPlainAsync"/>.</param>
    internal bool IsPlain(out long word)
    {
        word = Volatile.Read(ref _word);
        return CircuitWord.IsPlain(word);
    }

    /// <summary>Makes a call of a closed circuit that is neither timed nor judged by its result.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ValueTask<T> RunPlainAsync<TState, T>(Func<TState, CancellationToken, ValueTask<T>> operation, TState state, long word, CancellationToken cancellationToken)
    {
        var task = Start(operation, state, cancellationToken, out var thrown);
        if (thrown is not null || !task.IsCompletedSuccessfully)
        {
            return OnNotDone(in task, thrown, word, cancellationToken);
        }

        if (Volatile.Read(ref _successWork) != 0)
        {
            RecordPlainSuccess(word);
        }

        return task;
    }
}
