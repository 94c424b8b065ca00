namespace ErrorManagement;

/// <summary>Every other call shape, once for all policies.</summary>
public static class ExecutionPolicyExtensions
{
    /// <summary>Runs an operation that returns a task with a result.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="policy">The policy.</param>
    /// <param name="operation">The operation; it is given the token it must watch.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>The operation's result, its own exception unchanged, or the policy's rejection.</returns>
    public static ValueTask<T> ExecuteAsync<T>(this IExecutionPolicy policy, Func<CancellationToken, Task<T>> operation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(operation);
        return policy.ExecuteAsync(static (op, token) => new ValueTask<T>(op(token)), operation, cancellationToken);
    }
}
