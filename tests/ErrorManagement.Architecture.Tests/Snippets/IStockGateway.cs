namespace ErrorManagement.Architecture.Tests.Snippets;

public interface IStockGateway
{
    Task<int> CountAsync(string article, CancellationToken cancellationToken);
}
