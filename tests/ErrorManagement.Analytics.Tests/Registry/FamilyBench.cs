using ErrorManagement.Analytics.Grouping;
using ErrorManagement.Analytics.Registry;
using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Registry;

/// <summary>A worker and what it keeps, fed with errors whose own stacks a test makes up: <c>a b r</c>, with <c>!</c> before it where nothing is missing.</summary>
internal sealed class FamilyBench
{
    private readonly RegistryClock _clock;
    private readonly ErrorRegistryOptions _options;
    private ulong _lastHandle;

    public FamilyBench(int capacity = 10_000)
    {
        _options = new ErrorRegistryOptions { Capacity = capacity };
        _clock = new RegistryClock(Time);
        Worker = new ErrorWorker(_options, _clock, static captured => StackOf(captured.StackText!));
        State = new RegistryState(_options, _clock.Read());
    }

    public FakeTimeProvider Time { get; } = new();

    public ErrorWorker Worker { get; }

    public RegistryState State { get; }

    public IReadOnlyList<ErrorRecord> Records => [.. State.Store.All.Select(static record => record.Snapshot(null)).OrderBy(static record => record.Id.Value)];

    public static StackSignature StackOf(string stack) => new(stack.TrimStart('!').Split(' ', StringSplitOptions.RemoveEmptyEntries), stack.StartsWith('!'));

    /// <summary>Records an error as a caller and the worker do.</summary>
    /// <returns>The handle that the caller gets.</returns>
    public ErrorId Record(string stack, string message = "it broke", int times = 1, string component = "shop", string type = "T", bool drain = true)
    {
        var key = StableHash.Of($"{component}|{type}|{message}|{stack}");
        var now = _clock.Read();
        for (var i = 0; i < times; i++)
        {
            while (true)
            {
                var record = State.Keys.Find(key) ?? Publish(key, stack, message, component, type, now);
                if (record.TryCount(ErrorSeverity.Error, now, out _) || record.TryPass(ErrorSeverity.Error, now, out _, out _))
                {
                    break;
                }

                State.Keys.Remove(key, record);
            }
        }

        if (drain)
        {
            lock (State.Gate)
            {
                Worker.DrainLocked(State);
            }
        }

        return new ErrorId(State.Keys.Find(key)!.Handle);
    }

    public ErrorRecord? Find(ErrorId id) => State.Store.Find(id)?.Snapshot(null);

    public ErrorId Split(ErrorId part, string? reason = null) => Worker.Steering.SplitLocked(State, part, reason);

    public bool Merge(ErrorId into, ErrorId other, string? reason = null) => Worker.Steering.MergeLocked(State, into, other, reason);

    public GroupingExplanation Explain(ErrorId a, ErrorId b) => GroupingExplainer.Explain(State, a, b);

    /// <summary>Lets a record that was made elsewhere be held.</summary>
    public void Hold(ErrorFingerprint fingerprint, int count, string component = "shop")
    {
        var record = Make(component, "T", _clock.Read());
        record.Description = new ErrorDescription(fingerprint, "it broke", "it broke", null, []);
        record.TryCount(ErrorSeverity.Error, _clock.Read(), out _);
        for (var i = 1; i < count; i++)
        {
            record.TryCount(ErrorSeverity.Error, _clock.Read(), out _);
        }

        State.Store.Add(record, State.Evicted);
    }

    private TrackedError Publish(ulong key, string stack, string message, string component, string type, RegistryMoment now)
    {
        var record = Make(component, type, now);
        var captured = new CapturedError(record, [type], message, null, [], stack);
        State.Places.TryTake(record.Group);
        State.Places.TryFill(record.Group, RecordSize.Of(captured));
        return State.Publish(key, captured);
    }

    private TrackedError Make(string component, string type, RegistryMoment now) => new(++_lastHandle, component, type, State.Series, null, 8, now)
    {
        Group = StableHash.Of(component),
        DefaultSeverity = ErrorSeverity.Error,
        Category = ErrorCategory.Unknown,
        Code = default,
        Identity = null,
    };
}
