using System.Diagnostics;
using ErrorManagement.Classification;
using ErrorManagement.Diagnostics;
using ErrorManagement.Policies;

namespace ErrorManagement.CircuitBreakers;

/// <summary>Traces calls through breakers: an activity a call, from before it is let in until it is judged. Asked only while <see cref="LibraryActivities.HasListeners"/>.</summary>
internal static class BreakerTracing
{
    private const string Prefix = "circuit_breaker ";
    private const string Name = "circuit_breaker.name";
    private const string State = "circuit_breaker.state";
    private const string Outcome = "circuit_breaker.outcome";
    private const string RetryAfter = "circuit_breaker.retry_after";

    /// <summary>The name of the activities of a breaker's calls, a new object each time.</summary>
    public static string NameOf(string breaker) => Prefix + breaker;

    /// <summary>Runs a call through the breaker, traced.</summary>
    public static async ValueTask<T> ExecuteAsync<TState, T>(CircuitBreaker breaker, Func<TState, CancellationToken, ValueTask<T>> operation, TState state, CancellationToken cancellationToken)
    {
        var span = Start(breaker);
        try
        {
            var result = await breaker.ExecuteAsync(static (call, token) => call.Operation(token), Traced(operation, state), cancellationToken).ConfigureAwait(false);
            NoteSuccess(span);
            return result;
        }
        catch (Exception e) when (NoteException(span, breaker.Name, e, cancellationToken))
        {
            throw;
        }
        finally
        {
            span.Stop();
        }
    }

    /// <summary>The synchronous form.</summary>
    public static T Execute<TState, T>(CircuitBreaker breaker, Func<TState, CancellationToken, T> operation, TState state, CancellationToken cancellationToken)
    {
        var span = Start(breaker);
        try
        {
            var result = breaker.Execute(static (call, token) => call.Operation(token), Traced(operation, state), cancellationToken);
            NoteSuccess(span);
            return result;
        }
        catch (Exception e) when (NoteException(span, breaker.Name, e, cancellationToken))
        {
            throw;
        }
        finally
        {
            span.Stop();
        }
    }

    /// <summary>Runs a call whose rejection makes no exception object.</summary>
    public static async ValueTask<CallResult<T>> TryExecuteAsync<TState, T>(CircuitBreaker breaker, Func<TState, CancellationToken, ValueTask<T>> operation, TState state, CancellationToken cancellationToken)
    {
        var span = Start(breaker);
        try
        {
            var result = await ((IOutcomePolicy)breaker).TryExecuteAsync(static (call, token) => call.Operation(token), Traced(operation, state), cancellationToken).ConfigureAwait(false);
            NoteResult(span, breaker.Name, result, cancellationToken);
            return result;
        }
        catch (Exception e) when (NoteException(span, breaker.Name, e, cancellationToken))
        {
            throw;
        }
        finally
        {
            span.Stop();
        }
    }

    /// <summary>The synchronous form.</summary>
    public static CallResult<T> TryExecute<TState, T>(CircuitBreaker breaker, Func<TState, CancellationToken, T> operation, TState state, CancellationToken cancellationToken)
    {
        var span = Start(breaker);
        try
        {
            var result = ((IOutcomePolicy)breaker).TryExecute(static (call, token) => call.Operation(token), Traced(operation, state), cancellationToken);
            NoteResult(span, breaker.Name, result, cancellationToken);
            return result;
        }
        catch (Exception e) when (NoteException(span, breaker.Name, e, cancellationToken))
        {
            throw;
        }
        finally
        {
            span.Stop();
        }
    }

    /// <summary>Notes how the breaker judged the call that is running, where that is not the success that is assumed.</summary>
    public static void NoteOutcome(CircuitBreaker breaker, CallOutcome outcome)
    {
        // By the object, not by its letters: partitions share a name, and a permit of one may be used inside a call of another.
        var name = breaker.ActivityName;
        for (var activity = Activity.Current; activity is not null; activity = activity.Parent)
        {
            if (ReferenceEquals(activity.OperationName, name))
            {
                activity.SetTag(Outcome, SnakeNames<CallOutcome>.Of(outcome));
                return;
            }
        }
    }

    /// <summary>Notes on the running activity that a permit was refused: no call of ours stands for it. Once a breaker and activity, so that a long one stays bounded.</summary>
    public static void NoteRefusedPermit(CircuitBreaker breaker, TimeSpan? retryAfter)
    {
        if (Activity.Current is not { IsAllDataRequested: true } activity)
        {
            return;
        }

        var known = "circuit_breaker.rejected:" + breaker.Name;
        if (activity.GetCustomProperty(known) is not null)
        {
            return;
        }

        activity.SetCustomProperty(known, known);
        var tags = new ActivityTagsCollection { [Name] = breaker.Name, [State] = SnakeNames<CircuitState>.Of(breaker.State) };
        if (retryAfter is { } delay)
        {
            tags[RetryAfter] = delay.TotalSeconds;
        }

        activity.AddEvent(new ActivityEvent("circuit_breaker.rejected", tags: tags));
    }

    /// <summary>Notes a transition on the activity of the call, or of the person, that caused it.</summary>
    public static void NoteTransition(CircuitTransitioned transition)
    {
        if (Activity.Current is { IsAllDataRequested: true } activity)
        {
            activity.AddEvent(new ActivityEvent("circuit_breaker.transition", tags: new ActivityTagsCollection
            {
                [Name] = transition.BreakerName,
                ["circuit_breaker.state.from"] = SnakeNames<CircuitState>.Of(transition.From),
                ["circuit_breaker.state.to"] = SnakeNames<CircuitState>.Of(transition.To),
                ["circuit_breaker.reason"] = SnakeNames<CircuitTransitionReason>.Of(transition.Reason),
            }));
        }
    }

    private static LibrarySpan Start(CircuitBreaker breaker)
    {
        var span = LibrarySpan.Start(breaker.ActivityName);
        span.Set(Name, breaker.Name);
        span.Set(State, SnakeNames<CircuitState>.Of(breaker.State));
        return span;
    }

    // Methods of their own, for the closures: what is not traced makes none.
    private static TracedCall<Func<CancellationToken, ValueTask<T>>> Traced<TState, T>(Func<TState, CancellationToken, ValueTask<T>> operation, TState state) =>
        new(token => operation(state, token));

    private static TracedCall<Func<CancellationToken, T>> Traced<TState, T>(Func<TState, CancellationToken, T> operation, TState state) =>
        new(token => operation(state, token));

    private static void NoteSuccess(in LibrarySpan span) => span.SetIfAbsent(Outcome, "success");

    private static void NoteResult<T>(in LibrarySpan span, string breaker, in CallResult<T> result, CancellationToken cancellationToken)
    {
        if (result.Succeeded)
        {
            NoteSuccess(span);
        }
        else if (result.Exception is { } exception)
        {
            NoteException(span, breaker, exception, cancellationToken);
        }
        else
        {
            NoteRejection(span, typeof(CircuitOpenException).FullName!, result.RetryAfter);
        }
    }

    /// <summary>Notes what left the breaker. Usable as an exception filter: it never catches.</summary>
    private static bool NoteException(in LibrarySpan span, string breaker, Exception exception, CancellationToken cancellationToken)
    {
        if (CallerCancellation.Is(exception, cancellationToken))
        {
            span.SetIfAbsent(Outcome, "ignored");
        }
        else if (exception is CircuitOpenException rejection && rejection.BreakerName == breaker)
        {
            NoteRejection(span, LibraryActivities.TypeNameOf(exception), rejection.RetryAfter);
        }
        else
        {
            span.SetIfAbsent(Outcome, "failure");
            span.Fail(LibraryActivities.TypeNameOf(exception));
        }

        return false;
    }

    private static void NoteRejection(in LibrarySpan span, string errorType, TimeSpan? retryAfter)
    {
        span.SetIfAbsent(Outcome, "rejected");
        span.Set(RetryAfter, retryAfter?.TotalSeconds);
        span.Fail(errorType);
    }
}
