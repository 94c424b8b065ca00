using System.Runtime.CompilerServices;
using ErrorManagement.Classification;
using ErrorManagement.Errors;
using ErrorManagement.Policies;

namespace ErrorManagement.Fallbacks;

/// <summary>A feature of the host that may be degraded, whatever its type of result: its state, and its recovery by hand. Made as <see cref="GracefulDegradation{T}"/>.</summary>
/// <remarks>Safe on any thread.</remarks>
public abstract class GracefulDegradation
{
    private readonly GracefulDegradationOptions _options;
    private readonly IErrorClassifier _classifier;
    private readonly IErrorSink? _sink;

    private protected GracefulDegradation(string feature, GracefulDegradationOptions? options, IErrorClassifier? classifier, IErrorSink? sink, TimeProvider? timeProvider)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(feature);
        Feature = feature;
        _options = options?.Copy() ?? new GracefulDegradationOptions();
        GracefulDegradationOptionsValidator.ThrowIfInvalid(feature, _options);
        _classifier = classifier ?? ErrorClassifier.Default;
        _sink = sink;
        if (sink is not null)
        {
            ResilienceNotes.Keep();
        }

        Gate = new DegradationGate(feature, _options.ProbeInterval, _options.OnChanged, timeProvider ?? TimeProvider.System);
    }

    /// <summary>The name of the feature. Few different values, no private data.</summary>
    public string Feature { get; }

    /// <summary>Whether it is degraded now. Costs one read.</summary>
    public bool IsDegraded => Gate.IsDegraded;

    /// <summary>Whether <see cref="RecoverAsync(CancellationToken)"/> has a probe to run.</summary>
    public bool HasProbe => _options.Probe is not null;

    /// <summary>How many changes <see cref="GracefulDegradationOptions.OnChanged"/> was not told of, because 1,024 were waiting. Rises only.</summary>
    public long DroppedEvents => Gate.DroppedEvents;

    /// <summary>The state, and what was counted.</summary>
    private protected DegradationGate Gate { get; }

    /// <summary>The state and the counts.</summary>
    /// <returns>A snapshot.</returns>
    public DegradationState GetState() => Gate.Read();

    /// <summary>Tries now whether a degraded feature works again, with <see cref="GracefulDegradationOptions.Probe"/>; success ends the degraded state. See the other form.</summary>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>Whether the feature is healthy afterwards.</returns>
    /// <exception cref="InvalidOperationException">There is no probe; in the returned task.</exception>
    public ValueTask<bool> RecoverAsync(CancellationToken cancellationToken = default) =>
        _options.Probe is { } probe
            ? RecoverAsync(probe, cancellationToken)
            : ValueTask.FromException<bool>(new InvalidOperationException($"Feature '{Feature}' has no probe: set {nameof(GracefulDegradationOptions)}.{nameof(GracefulDegradationOptions.Probe)}, or hand over what to try."));

    /// <summary>
    /// Tries now whether a degraded feature works again, without waiting for <see cref="GracefulDegradationOptions.ProbeInterval"/>; success ends the degraded state.
    /// Nothing is run while the feature is healthy, and with a ProbeInterval not while another trial holds its place.
    /// </summary>
    /// <param name="probe">What to try; it fails by throwing.</param>
    /// <param name="cancellationToken">The caller's token. The caller's cancellation, fatal errors, and failures that do not degrade the feature leave unchanged, in the returned task.</param>
    /// <returns>Whether the feature is healthy afterwards. A failed trial is false.</returns>
    [OverloadResolutionPriority(1)]
    public ValueTask<bool> RecoverAsync(Func<CancellationToken, ValueTask> probe, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(probe);
        return cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<bool>(cancellationToken)
            : Gate.TryAdmitTrial(out var permit) ? TryAsync(probe, permit, cancellationToken)
            : new ValueTask<bool>(!IsDegraded);
    }

    /// <summary>The same with a probe that returns a task.</summary>
    /// <param name="probe">What to try; it fails by throwing.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>Whether the feature is healthy afterwards.</returns>
    public ValueTask<bool> RecoverAsync(Func<CancellationToken, Task> probe, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(probe);
        return RecoverAsync(token => new ValueTask(probe(token)), cancellationToken);
    }

    /// <summary>The feature and its state, such as <c>recommendations (degraded)</c>.</summary>
    /// <returns>The text, the same in every culture.</returns>
    public override string ToString() => IsDegraded ? $"{Feature} (degraded)" : Feature;

    /// <summary>Judges a failure. Called in exception filters too, so it tells nobody.</summary>
    /// <returns>Whether the fallback value answers, after <see cref="Degrade"/>; else the failure leaves.</returns>
    private protected bool Answers(Exception failure, DegradationPermit permit, bool isCritical, CancellationToken cancellationToken, out ErrorClassification verdict)
    {
        var falls = FallbackCalls.Falls(failure, _options.When, _classifier, cancellationToken, out verdict);
        if (falls && !isCritical)
        {
            return true;
        }

        if (falls)
        {
            Gate.OnCriticalFailure();
        }

        Gate.OnIgnored(permit);
        return false;
    }

    /// <summary>Changes the state by a failure that is answered for.</summary>
    /// <returns>Whether it begins a degraded state, and somebody wants to hear of that: it is to be reported, once it is known whether there was an answer.</returns>
    private protected bool Degrade(Exception failure, DegradationPermit permit) =>
        Gate.OnFailure(permit, TypeNameOf(failure)) && _sink is not null;

    /// <summary>The one event of a degraded state: it names what began it.</summary>
    private protected void Report(Exception failure, ErrorClassification verdict, bool handled)
    {
        var note = ResilienceNotes.Of(failure);
        if (handled)
        {
            ResilienceNotes.NoteFallback(failure, Feature);
            note = (note ?? new ResilienceNote()) with { Fallback = Feature };
        }

        _sink!.TryReport(new ErrorOccurrence(_options.Component ?? Feature, TypeNameOf(failure), HopelessErrors.MessageOf(failure))
        {
            Category = verdict.Category,
            Severity = ErrorSeverity.Warning,
            Exception = failure,
            Handled = handled,
            Resilience = note,
            Context = new OperationContext { Data = new Dictionary<string, object?> { ["degraded_feature"] = Feature } },
        });
    }

    private static string TypeNameOf(Exception failure) => failure.GetType().FullName ?? failure.GetType().Name;

    private async ValueTask<bool> TryAsync(Func<CancellationToken, ValueTask> probe, DegradationPermit permit, CancellationToken cancellationToken)
    {
        var task = CallTasks.Start(static (run, token) => CallTasks.WithoutValue(run(token)), probe, cancellationToken).AsTask();
        await ((Task)task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (task.IsCompletedSuccessfully)
        {
            Gate.OnSuccess(permit);
        }
        else
        {
            var failure = CallTasks.FailureOf(task);
            if (!Answers(failure, permit, isCritical: false, cancellationToken, out var verdict))
            {
                await task.ConfigureAwait(false);
            }

            if (Degrade(failure, permit))
            {
                Report(failure, verdict, handled: false);
            }
        }

        return !IsDegraded;
    }
}
