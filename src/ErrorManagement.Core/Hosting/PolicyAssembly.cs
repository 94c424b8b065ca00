using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.Classification;
using ErrorManagement.Pipelines;
using ErrorManagement.Retries;
using ErrorManagement.Timeouts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ErrorManagement.Hosting;

/// <summary>Makes a policy of a container, and new layers for it when settings that it is bound to change.</summary>
internal sealed class PolicyAssembly<TPipeline>
    where TPipeline : class, IReplaceablePipeline<TPipeline>
{
    private readonly string _name;
    private readonly PipelineParts _parts;
    private readonly SettingsLog _settings;
    private readonly PolicyLog _log;
    private readonly Func<TPipeline>? _compose;
    private readonly TPipeline _policy;
    private string _description;
    private string? _mistake;
    private int _changes;

    /// <param name="provider">The container.</param>
    /// <param name="name">The name of the policy.</param>
    /// <param name="prepare">Given what a builder needs, says how the pipeline is composed.</param>
    /// <exception cref="OptionsValidationException">Settings are wrong, or names unknown; with all of it.</exception>
    public PolicyAssembly(IServiceProvider provider, string name, Func<PipelineParts, Func<TPipeline>> prepare)
    {
        _name = name;
        _settings = provider.GetRequiredService<SettingsLog>();
        _log = provider.GetRequiredService<PolicyLog>();
        _parts = new PipelineParts
        {
            Policy = name,
            CircuitBreakers = breaker => provider.GetKeyedService<ICircuitBreaker>(breaker)
                ?? throw new InvalidOperationException($"circuit breaker '{breaker}' was not added: call AddCircuitBreaker(\"{breaker}\")."),
            RetryBudgets = budget => provider.GetKeyedService<RetryBudget>(budget)
                ?? throw new InvalidOperationException($"retry budget '{budget}' was not added: call AddRetryBudget(\"{budget}\")."),
            RetrySettings = settings => provider.GetRequiredService<IOptionsMonitor<RetryOptions>>().Get(settings),
            TimeoutSettings = settings => provider.GetRequiredService<IOptionsMonitor<TimeoutOptions>>().Get(settings),
            Classifier = provider.GetRequiredService<IErrorClassifier>(),
            TimeProvider = provider.GetService<TimeProvider>(),
            Sink = provider.GetService<IErrorSink>(),
            MeterFactory = provider.GetService<IMeterFactory>(),
        };
        _parts.Gather();
        Func<TPipeline>? compose = null;
        _parts.Try(() => compose = prepare(_parts));
        _compose = compose;
        _policy = Compose()!;
        _description = _policy.Describe();
        _log.Compose(name, _policy.ToString()!);
        Check();
    }

    /// <summary>The policy, which stays the same object.</summary>
    public TPipeline Policy => _policy;

    /// <summary>Follows the settings that the policy is bound to, until the container ends the subscriptions.</summary>
    public void Follow(IServiceProvider provider)
    {
        if (_parts.Bound.Count > 0)
        {
            Follow(provider.GetRequiredService<IOptionsMonitor<PolicyOptions>>());
            Follow(provider.GetRequiredService<IOptionsMonitor<RetryOptions>>());
            Follow(provider.GetRequiredService<IOptionsMonitor<TimeoutOptions>>());
            Changed(); // what changed before there was somebody to tell
        }

        // A breaker's own settings change in the breaker; together with the other layers they may no longer work.
        provider.GetRequiredService<ConfiguredBreakerOptions>().OnChange(_ => Check());
    }

    private void Follow<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(IOptionsMonitor<TOptions> settings) =>
        settings.OnChange((_, name) =>
        {
            if (_parts.Bound.Contains((typeof(TOptions), name ?? "")))
            {
                Changed();
            }
        });

    // One thread at a time composes, without a lock: reading settings runs the host's code. A change that comes meanwhile makes it do so again.
    private void Changed()
    {
        if (Interlocked.Increment(ref _changes) > 1)
        {
            return;
        }

        int seen;
        do
        {
            seen = Volatile.Read(ref _changes);
            Renew();
        }
        while (Interlocked.CompareExchange(ref _changes, 0, seen) != seen);
    }

    private void Renew()
    {
        try
        {
            _parts.Gather();
            var newer = Compose()!;
            _mistake = null;
            if (newer.Describe() is var description && description != _description)
            {
                _log.Change(_name, newer.ToString()!);
                _description = description;
            }

            _policy.ReplaceWith(newer);
            Check();
        }
        catch (Exception e)
        {
            // Whoever reloads the configuration hears nothing of it; the layers stay, and the next change is looked at again.
            if (_mistake != e.Message)
            {
                _mistake = e.Message;
                _log.Refuse($"of policy '{_name}'", e);
            }
        }
    }

    private TPipeline? Compose()
    {
        TPipeline? made = null;
        if (_compose is not null)
        {
            _parts.Try(() => made = _compose());
        }

        _parts.ThrowIfMistaken();
        return made;
    }

    private void Check() => _settings.Write(() => _policy.CheckSettings(_name));
}
