using ErrorManagement.Analytics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ErrorManagement.CrashProbe;

/// <summary>A container with the library in it.</summary>
internal sealed class Listener
{
    private readonly ServiceProvider _provider;
    private readonly IErrorRegistry? _registry;
    private bool _isSilent;

    private Listener(ServiceProvider provider, bool useRegistry)
    {
        _provider = provider;
        _ = provider.GetRequiredService<ILoggerFactory>();
        _registry = useRegistry ? provider.GetRequiredService<IErrorRegistry>() : null;
    }

    /// <param name="useRegistry">Whether the host uses the registry before it dies; else only its logging is made.</param>
    /// <param name="configure">Changes the settings.</param>
    /// <param name="registry">A registry in the place of the library's own.</param>
    public static Listener Make(bool useRegistry, Action<ErrorManagementOptions>? configure = null, Func<IErrorRegistry>? registry = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        if (registry is not null)
        {
            services.AddSingleton(_ => registry());
        }

        services.AddErrorManagement(configure);
        return new Listener(services.BuildServiceProvider(), useRegistry);
    }

    /// <summary>Ends the host.</summary>
    public Listener End()
    {
        _provider.Dispose();
        return this;
    }

    /// <summary>Prints no records: asking for them would wait for ever.</summary>
    public Listener Silence()
    {
        _isSilent = true;
        return this;
    }

    /// <summary>Prints a line for each record, and a last one.</summary>
    public void Print()
    {
        if (_isSilent)
        {
            Console.WriteLine("end");
            return;
        }

        try
        {
            var registry = _registry ?? _provider.GetRequiredService<IErrorRegistry>();
            foreach (var record in registry.GetErrors())
            {
                Console.WriteLine($"{record.Component}|{record.ErrorType}|{record.Severity}|{record.Sources}|{record.Count}|{record.Message}");
            }
        }
        catch (Exception e)
        {
            Console.WriteLine($"no registry: {e.GetType().Name}");
        }

        Console.WriteLine("end");
    }
}
