using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ErrorManagement.Analytics.Hosting;

/// <summary>Hands the settings of <see cref="ErrorManagementOptions"/> on when they change while the host runs, part by part: what one part refuses is not withheld from another.</summary>
internal sealed class SettingsReload : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Lock _applying = new();
    private readonly IServiceProvider _provider;
    private readonly IOptionsMonitor<ErrorManagementOptions> _monitor;
    private readonly IDisposable? _subscription;
    private Part[] _parts = [];
    private ErrorManagementOptions? _applied; // under _applying
    private ErrorManagementOptions? _started; // the same settings again; null once others have applied

    public SettingsReload(IServiceProvider provider, IOptionsMonitor<ErrorManagementOptions> monitor)
    {
        _provider = provider;
        _monitor = monitor;
        _applied = monitor.CurrentValue;
        _started = provider.GetRequiredService<IOptions<ErrorManagementOptions>>().Value;
        _subscription = monitor.OnChange(Apply);
    }

    /// <summary>The settings as they are now: a part that is first asked for after a change is made with them.</summary>
    public ErrorManagementOptions Current => _monitor.CurrentValue;

    /// <summary>Hands changed settings to a part from now on, and those that changed since it was made at once.</summary>
    /// <param name="name">What the settings of the part are called.</param>
    /// <param name="made">The settings it was made with: <see cref="Current"/> of then.</param>
    /// <param name="take">Takes them as a whole, or throws and keeps those before.</param>
    public void Follow(string name, ErrorManagementOptions made, Action<ErrorManagementOptions> take)
    {
        var part = new Part(name, take);
        lock (_gate)
        {
            _parts = [.. _parts, part];
        }

        for (var taken = made; Current is var current && !ReferenceEquals(current, taken); taken = current)
        {
            lock (_applying)
            {
                ApplyTo(part, current);
            }
        }
    }

    public void Dispose() => _subscription?.Dispose();

    private void Apply(ErrorManagementOptions options, string? name)
    {
        if (!string.IsNullOrEmpty(name))
        {
            return; // settings of a name of the host's own
        }

        lock (_applying)
        {
            // Settings that are refused leave those before in their place. These apply already: to say so now would read as if the wrong ones did.
            if (ReferenceEquals(options, _applied) || ReferenceEquals(options, _started))
            {
                return;
            }

            (_applied, _started) = (options, null);
            foreach (var part in Volatile.Read(ref _parts))
            {
                ApplyTo(part, options);
            }
        }
    }

    private void ApplyTo(Part part, ErrorManagementOptions options)
    {
        try
        {
            part.Take(options);
            part.Mistake = null;
            SettingsLog.Change(_provider, part.Name);
        }
        catch (Exception e)
        {
            // A file that changes raises several changes: one mistake is said once.
            if (part.Mistake != e.Message)
            {
                part.Mistake = e.Message;
                SettingsLog.Fail(_provider, part.Name, e);
            }
        }
    }

    private sealed class Part(string name, Action<ErrorManagementOptions> take)
    {
        public string Name => name;

        public Action<ErrorManagementOptions> Take => take;

        public string? Mistake { get; set; }
    }
}
