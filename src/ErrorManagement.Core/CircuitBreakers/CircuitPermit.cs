namespace ErrorManagement.CircuitBreakers;

/// <summary>The right to make one call, to be told its verdict. The default value is inert.</summary>
/// <remarks>
/// The first verdict wins; disposed without one counts as a failure. For one thread at a time, and not to be copied:
/// a copy does not know that the other one has spoken. A permit from before a transition changes nothing.
/// </remarks>
public struct CircuitPermit : IDisposable
{
    private readonly long _word;
    private readonly long _start;
    private readonly long _trial;
    private readonly SlowCallWatch? _watch;
    private CircuitBreaker? _breaker;

    internal CircuitPermit(CircuitBreaker breaker, Admission admission)
    {
        _breaker = breaker;
        _word = admission.Word;
        _start = admission.Start;
        _trial = admission.Trial;
        _watch = admission.Watch;
    }

    private readonly Admission Admission => new(_word, _start, _trial, _watch);

    /// <summary>The call went well.</summary>
    public void Succeed() => Take()?.OnSuccess(Admission);

    /// <summary>The call failed.</summary>
    /// <param name="exception">Why; null when there is no exception. One that the breaker's options ignore is neutral.</param>
    public void Fail(Exception? exception = null) => Take()?.OnFailure(exception, Admission, CancellationToken.None);

    /// <summary>The call says nothing about the dependency, for instance because the caller cancelled it.</summary>
    public void Ignore() => Take()?.OnIgnored(Admission);

    /// <summary>Gives the permit back; a failure when there was no verdict.</summary>
    public void Dispose() => Fail();

    private CircuitBreaker? Take()
    {
        var breaker = _breaker;
        _breaker = null;
        return breaker;
    }
}
