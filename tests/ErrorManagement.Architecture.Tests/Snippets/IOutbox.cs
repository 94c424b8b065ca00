namespace ErrorManagement.Architecture.Tests.Snippets;

public interface IOutbox
{
    Task<string> TakeAsync(CancellationToken cancellationToken);

    Task SendAsync(string message, CancellationToken cancellationToken);
}
