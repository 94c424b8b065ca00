using ErrorManagement.Retries;

namespace ErrorManagement.Pipelines;

/// <summary>
/// Settings of a whole policy, as a tree that a host binds to a section of its configuration:
/// timeout(retry(breaker(attempt timeout(call)))), of which each part may be left out. Any other order is composed in code.
/// </summary>
/// <remarks>Read when the policy is made and whenever they change. Not safe for changes from several threads.</remarks>
public sealed class PolicyOptions
{
    /// <summary>How long a call may take with all its tries and delays. Default null: no such limit; else more than zero, exclusive, and at most 24 days, inclusive.</summary>
    public TimeSpan? Timeout { get; set; }

    /// <summary>The retry. Default null: none; its own bounds apply. Where it has the default name or component, it takes the policy's name, and the component of the breaker if there is one.</summary>
    public RetryOptions? Retry { get; set; }

    /// <summary>The name of the budget that limits the retries, as in AddRetryBudget. Default null: none; not blank. Without <see cref="Retry"/> it has no effect.</summary>
    public string? RetryBudget { get; set; }

    /// <summary>The name of the circuit breaker, as in AddCircuitBreaker. Default null: none; not blank.</summary>
    public string? CircuitBreaker { get; set; }

    /// <summary>How long each try may take. Default null: no such limit; else more than zero, exclusive, and at most 24 days, inclusive.</summary>
    public TimeSpan? AttemptTimeout { get; set; }

    /// <summary>Composes the policy.</summary>
    internal ExecutionPipeline Compose(string name, PipelineParts parts)
    {
        parts.FirstBreaker = CircuitBreaker; // of this round, and not of one before
        var builder = new PipelineBuilder(parts);
        if (Timeout is { } timeout)
        {
            builder.Timeout(o => (o.Name, o.Timeout) = (name, timeout));
        }

        if (Retry is { } retry)
        {
            builder.Retry(retry, name, RetryBudget);
        }

        if (CircuitBreaker is { } breaker)
        {
            builder.CircuitBreaker(breaker);
        }

        if (AttemptTimeout is { } attempt)
        {
            builder.Timeout(o => (o.Name, o.Timeout) = (name + ".attempt", attempt));
        }

        return builder.Build();
    }
}
