using Microsoft.Extensions.Options;

namespace ErrorManagement.Analytics.Hosting;

/// <summary>Hands the settings of <see cref="ErrorManagementOptions"/> on when they change while the host runs, part by part: what one part refuses is not withheld from another.</summary>
internal sealed class SettingsReload : IDisposable
{
    private readonly Lock _gate = new();
    private readonly IServiceProvider _provider;
    private readonly IDisposable? _subscription;
    private (string Name, Action<ErrorManagementOptions> Take)[] _parts = [];

    public SettingsReload(IServiceProvider provider, IOptionsMonitor<ErrorManagementOptions> monitor)
    {
        _provider = provider;
        _subscription = monitor.OnChange(Apply);
    }

    /// <summary>Hands changed settings to a part from now on.</summary>
    /// <param name="name">What the settings of the part are called.</param>
    /// <param name="take">Takes them as a whole, or throws and keeps those before.</param>
    public void Follow(string name, Action<ErrorManagementOptions> take)
    {
        lock (_gate)
        {
            _parts = [.. _parts, (name, take)];
        }
    }

    public void Dispose() => _subscription?.Dispose();

    private void Apply(ErrorManagementOptions options, string? name)
    {
        if (!string.IsNullOrEmpty(name))
        {
            return; // settings of a name of the host's own
        }

        foreach (var (part, take) in Volatile.Read(ref _parts))
        {
            try
            {
                take(options);
                SettingsLog.Change(_provider, part);
            }
            catch (Exception e)
            {
                SettingsLog.Fail(_provider, part, e);
            }
        }
    }
}
