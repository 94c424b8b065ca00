using ErrorManagement.CircuitBreakers;
using ErrorManagement.Retries;

namespace ErrorManagement.Http;

/// <summary>Settings of the standard way to send requests: total time-out, retry, a breaker for each authority, time-out of each try, in this order. A tree of plain settable options, for a host to bind.</summary>
/// <remarks>Copied when an <see cref="HttpResilience"/> is made: later changes have no effect on it. Not safe for changes from several threads.</remarks>
public sealed class HttpResilienceOptions
{
    internal const string DefaultName = "http";

    /// <summary>The name that breakers, time-outs and reports carry. Default <c>http</c>; neither null nor blank. Few different values, no private data.</summary>
    public string Name { get; set; } = DefaultName;

    /// <summary>How long all tries and the waits between them may take, until the head of the answer is there. Default 30 s; more than zero, exclusive, and at most 24 days, inclusive; null for no limit.</summary>
    public TimeSpan? TotalTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long one try may take until the head of its answer is there. Default 10 s; more than zero, exclusive, and at most 24 days, inclusive; null for no limit.</summary>
    public TimeSpan? AttemptTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How tries follow one another. Default: as <see cref="RetryOptions"/>, with jitter; never null. A name or component that is left at its default becomes the name of the set
    /// and that of the authority's breaker. MaxDuration is never taken longer than <see cref="TotalTimeout"/>, so that a Retry-After that does not fit ends the call at once.
    /// </summary>
    public RetryOptions Retry { get; set; } = new() { Jitter = true };

    /// <summary>
    /// How the breakers decide; each try counts. Default: 20 failures in a row, or a failure rate of 0.5 from 20 tries on in 30 s, then a break of 15 s that jitter prolongs by up to a tenth,
    /// and else as <see cref="CircuitBreakerOptions"/>; never null.
    /// </summary>
    public CircuitBreakerOptions CircuitBreaker { get; set; } = new()
    {
        FailureThreshold = 20,
        FailureRateThreshold = 0.5,
        MinimumThroughput = 20,
        SamplingDuration = TimeSpan.FromSeconds(30),
        BreakDuration = TimeSpan.FromSeconds(15),
        BreakJitter = 0.1,
    };

    /// <summary>How many breakers there may be and for how long. Default as <see cref="CircuitPartitionOptions"/>; never null. Read once: a reload does not change it.</summary>
    public CircuitPartitionOptions Partitions { get; set; } = new();

    /// <summary>How answers are judged and which requests are repeated. Default as <see cref="ResilienceHandlerOptions"/>; never null.</summary>
    public ResilienceHandlerOptions Answers { get; set; } = new();

    /// <summary>
    /// Says which requests share a breaker; null from it sends the request without one. Default null: scheme, host and port, such as <c>https://payments.example:443</c>; nothing else of the address.
    /// Called for each request, from many threads, must be quick. Keys are kept in memory. When it throws, scheme, host and port stand in.
    /// </summary>
    public Func<HttpRequestMessage, string?>? BreakerKey { get; set; }

    /// <summary>
    /// Names the breaker of a key. The name gets into rejections, log messages, metrics and records. Default null: the name of the set and the authority, such as <c>http https://payments.example:443</c>,
    /// or the name of the set alone where <see cref="BreakerKey"/> makes the keys. Read once: a reload does not change it. When it throws or names nothing, the name of the set stands in.
    /// </summary>
    public Func<string, string>? BreakerNaming { get; set; }
}
