namespace ErrorManagement.CircuitBreakers;

/// <summary>Counts of calls by outcome; every processor adds to cells of its own. A sum is exact once the writers are done.</summary>
internal sealed class CallCounters
{
    private const int StripeLength = 16; // 128 bytes: two cache lines, so that neighbours are not prefetched together

    private readonly int _mask = Stripes.Count - 1;
    private readonly long[] _cells = new long[(Stripes.Count + 1) * StripeLength];

    public void Increment(CallOutcome outcome) =>
        Interlocked.Increment(ref _cells[((Stripes.Current(_mask) + 1) * StripeLength) + (int)outcome]);

    public long Sum(CallOutcome outcome)
    {
        long sum = 0;
        for (var stripe = 0; stripe <= _mask; stripe++)
        {
            sum += Volatile.Read(ref _cells[((stripe + 1) * StripeLength) + (int)outcome]);
        }

        return sum;
    }
}
