namespace ErrorManagement.Architecture.Tests.Snippets;

public interface IMessageQueue
{
    Task<string> TakeAsync(CancellationToken cancellationToken);

    Task SendAsync(string message, CancellationToken cancellationToken);
}
