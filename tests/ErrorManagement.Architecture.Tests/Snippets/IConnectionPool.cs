namespace ErrorManagement.Architecture.Tests.Snippets;

public interface IConnectionPool
{
    Task<bool> ReconnectAsync(string target, CancellationToken cancellationToken);

    Task<bool> UseReplicaAsync(string target, CancellationToken cancellationToken);

    Task<int> CountAsync(CancellationToken cancellationToken);
}
