namespace ErrorManagement.CircuitBreakers;

/// <summary>Breaks by a host's own function. Equal to another one of the same function.</summary>
internal sealed record GeneratedPacing(Func<CircuitOpening, TimeSpan> Generator) : IBreakerPacing
{
    public TimeSpan GetBreakDuration(CircuitOpening opening) => Generator(opening);
}
