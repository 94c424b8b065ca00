namespace ErrorManagement.BugSites.Messages;

internal sealed class Connection(int i) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        await Task.Yield();
        Guard.Require(i < 0);
    }
}
