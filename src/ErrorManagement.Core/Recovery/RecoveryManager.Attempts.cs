using ErrorManagement.Classification;
using ErrorManagement.Diagnostics;
using ErrorManagement.Errors;
using ErrorManagement.Policies;

namespace ErrorManagement.Recovery;

// The attempts: one strategy after the other, and what is kept of each.
public sealed partial class RecoveryManager
{
    private const int MaxMessageLength = 1_000;

    private async ValueTask<RecoveryResult> RunAsync(string[] names, RecoveryContext context, CancellationToken cancellationToken)
    {
        var course = new RecoveryCourse(_timeProvider);
        if (Judge(context, cancellationToken) is not { IsCallerCancellation: false } verdict)
        {
            return course.ToResult() with { IsCancelled = true };
        }

        context = context with { Verdict = verdict, Rerun = context.Rerun is { } rerun ? new SingleRerun(rerun).RunAsync : null };
        foreach (var name in names)
        {
            var found = _table.Find(name);
            if (found.Count == 0)
            {
                course.Add(NotAttempted(name, null, context));
            }

            foreach (var strategy in found)
            {
                if (!course.IsOver)
                {
                    await TryAsync(course, name, strategy, context, verdict, cancellationToken).ConfigureAwait(false);
                }
            }

            if (course.IsOver)
            {
                break;
            }
        }

        var result = course.ToResult();
        if (result.Outcome == RecoveryOutcome.Failed && !result.IsCancelled && result.Attempts.Any(attempt => attempt is { Outcome: RecoveryOutcome.Failed, IsJoined: false }))
        {
            Report(context, result, verdict);
        }

        return result;
    }

    private ErrorClassification Judge(RecoveryContext context, CancellationToken cancellationToken)
    {
        if (context.Verdict is { } known)
        {
            return known;
        }

        try
        {
            return _classifier.Classify(context.Error, cancellationToken);
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e); // a classifier of the host's
            return new ErrorClassification(ErrorCategory.Unknown, ErrorSeverity.Error);
        }
    }

    private async ValueTask TryAsync(RecoveryCourse course, string name, RegisteredStrategy strategy, RecoveryContext context, ErrorClassification verdict, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            course.Cancel();
            return;
        }

        try
        {
            if (!strategy.Strategy.IsApplicable(context.Error, context.Layer, verdict))
            {
                course.Add(NotAttempted(name, strategy.Name, context));
                return;
            }
        }
        catch (Exception e)
        {
            var failed = NotAttempted(name, strategy.Name, context) with { Outcome = RecoveryOutcome.Failed, ErrorMessage = MessageOf(e) };
            Keep(failed);
            course.Add(failed, e);
            return;
        }

        object? place = null;
        var request = new RunRequest(
            async token => RecoveryChain.Known(await strategy.Strategy.ExecuteAsync(context, token).ConfigureAwait(false)),
            end =>
            {
                if (end.Outcome == RecoveryOutcome.NotAttempted)
                {
                    _limit.Return(place);
                }

                if (strategy.IsShared || end.Exception is not { } failure || !CallerCancellation.Is(failure, cancellationToken))
                {
                    Keep(Ended(name, strategy.Name, context, end));
                }
            },
            () => (place = _limit.TryTake(context.Layer)) is not null);
        var answer = strategy.IsShared
            ? await _runs.RunAsync(strategy.Name, context.Target, request, cancellationToken).ConfigureAwait(false)
            : await _runs.RunAloneAsync(request, cancellationToken).ConfigureAwait(false);
        if (answer.End is { } ended)
        {
            if (!strategy.IsShared && ended.Exception is { } failure && CallerCancellation.Is(failure, cancellationToken))
            {
                course.Cancel();
                return;
            }

            course.Add(Ended(name, strategy.Name, context, ended) with { IsJoined = answer.IsJoined }, ended.Exception);
        }
        else if (answer.Refusal == RunRefusal.None)
        {
            course.Cancel();
        }
        else
        {
            course.Add(NotAttempted(name, strategy.Name, context));
            course.Limit(answer.Refusal == RunRefusal.Limit);
        }
    }

    private static RecoveryAttempt Ended(string name, string strategy, RecoveryContext context, RunEnd end) =>
        new(name, end.Outcome, end.StartedAt, context.Layer, LibraryActivities.TypeNameOf(context.Error))
        {
            Strategy = strategy,
            Target = context.Target,
            Duration = end.Duration,
            IsTimedOut = end.IsTimedOut,
            ErrorMessage = end.Exception is { } failure ? MessageOf(failure) : end.IsTimedOut ? "The strategy took longer than it may." : null,
        };

    private static string MessageOf(Exception failure)
    {
        var message = HopelessErrors.MessageOf(failure);
        return message.Length <= MaxMessageLength ? message : message[..MaxMessageLength];
    }

    private RecoveryAttempt NotAttempted(string name, string? strategy, RecoveryContext context) =>
        new(name, RecoveryOutcome.NotAttempted, _timeProvider.GetUtcNow(), context.Layer, LibraryActivities.TypeNameOf(context.Error)) { Strategy = strategy, Target = context.Target };

    private void Keep(RecoveryAttempt attempt)
    {
        if (attempt.Outcome != RecoveryOutcome.NotAttempted)
        {
            _history.Add(attempt);
        }

        _instruments.CountAttempt(attempt.Strategy!, attempt.Outcome);
    }

    // Without a layer in its place: who takes note of layers would begin to recover from the recovery.
    private void Report(RecoveryContext context, RecoveryResult result, in ErrorClassification verdict)
    {
        if (_sink is null || !_options.ReportFailures)
        {
            return;
        }

        _sink.TryReport(new ErrorOccurrence(context.Component, typeof(RecoveryFailedException).FullName!, RecoveryFailedException.Describe(context.Target, result, context.Error))
        {
            Code = ErrorCode.Of<RecoveryFailedException>(),
            Severity = ErrorSeverity.Error,
            Category = verdict.Category,
            Context = new OperationContext
            {
                Operation = context.Operation?.Operation,
                RequestId = context.Operation?.RequestId,
                Data = new Dictionary<string, object?>(StringComparer.Ordinal) { ["recovery_layer"] = context.Layer, ["recovery_attempts"] = result.Attempts.Count },
            },
        });
    }
}
