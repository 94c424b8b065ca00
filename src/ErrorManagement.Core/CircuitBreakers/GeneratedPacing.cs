namespace ErrorManagement.CircuitBreakers;

/// <summary>Breaks by a host's own function.</summary>
internal sealed class GeneratedPacing(Func<CircuitOpening, TimeSpan> generator) : IBreakerPacing
{
    public TimeSpan GetBreakDuration(CircuitOpening opening) => generator(opening);
}
