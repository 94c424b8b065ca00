namespace ErrorManagement.CircuitBreakers;

// Settings that change while the breaker is in use.
public sealed partial class CircuitBreaker
{
    /// <summary>Takes other settings over and keeps state, counts and window: an open circuit stays open for as long as it was going to, and the new limits hold from the next call on.</summary>
    /// <exception cref="ArgumentException">A setting is outside its bounds; the message names the value and the bound, and nothing was changed.</exception>
    internal void ApplyOptions(CircuitBreakerOptions options)
    {
        var frozen = CircuitBreakerOptions.Freeze(options);
        CircuitBreakerOptionsValidator.ThrowIfInvalid(Name, frozen);
        var moment = Look();
        lock (_gate)
        {
            var now = TakeMomentLocked(moment);
            var usedLastCalls = _usesLastCalls;
            _options = frozen;
            ObeyOptions();
            _calls?.Resize(TimeWindow, now);
            if (usedLastCalls && _usesLastCalls)
            {
                _lastCalls?.Resize(frozen.SamplingCalls);
            }
            else
            {
                Volatile.Write(ref _lastCalls, null);
            }

            _trials?.Begin(frozen.HalfOpenMaxCalls);
            Volatile.Write(ref _halfOpenUntil, HalfOpenDeadline(CircuitWord.State(_word)));
        }
    }
}
