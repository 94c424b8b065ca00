using ErrorManagement.CircuitBreakers;

namespace ErrorManagement.Architecture.Tests.Snippets;

#region file
public sealed class CircuitStateFile(string path, Action<Exception> onUnusable)
{
    public async Task RestoreAsync(ICircuitBreakerRegistry registry)
    {
        if (!File.Exists(path))
        {
            return; // the first start
        }

        try
        {
            await using var file = File.OpenRead(path);
            registry.Restore(await CircuitBreakerSnapshots.ReadAsync(file));
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            onUnusable(e); // a host whose circuits begin closed is better than one that does not start
        }
    }

    public async Task SaveAsync(ICircuitBreakerRegistry registry)
    {
        var unfinished = path + ".new";
        await using (var file = File.Create(unfinished))
        {
            await CircuitBreakerSnapshots.WriteAsync(file, registry.TakeSnapshots());
        }

        File.Move(unfinished, path, overwrite: true); // whoever reads finds the old file or the new one, never half of it
    }
}
#endregion
