using System.Diagnostics.Metrics;
using ErrorManagement.CircuitBreakers;
using ErrorManagement.Hosting;
using ErrorManagement.Retries;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

public static partial class ErrorManagementBuilderExtensions
{
    /// <summary>
    /// Adds a retry budget as keyed <see cref="RetryBudget"/>, one object for all policies that take it. Its pressure is the highest of the breakers named: it falls as one of them
    /// nears opening, and is zero while one is open. Settings and breakers are checked when the host starts, or when the budget is first asked for.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The name, also that of its metrics. Few different values, no private data.</param>
    /// <param name="configure">Changes its settings; null for the defaults.</param>
    /// <param name="circuitBreakers">The breakers whose pressure it feels, named as in AddCircuitBreaker, before or after; none for a budget without pressure.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> or the name of a breaker is empty, or there is a budget of that name.</exception>
    public static IErrorManagementBuilder AddRetryBudget(this IErrorManagementBuilder builder, string name, Action<RetryBudgetOptions>? configure = null, params string[] circuitBreakers)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(circuitBreakers);
        foreach (var breaker in circuitBreakers)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(breaker, nameof(circuitBreakers));
        }

        if (builder.Services.Any(s => s.IsKeyedService && s.ServiceType == typeof(RetryBudget) && name.Equals(s.ServiceKey)))
        {
            throw new ArgumentException($"There is a retry budget '{name}' already.", nameof(name));
        }

        var names = circuitBreakers.Distinct(StringComparer.Ordinal).ToArray(); // the caller keeps the array
        builder.Services.AddOptions<RetryBudgetOptions>(name).Configure(options => options.Name = name).Configure(configure ?? (static _ => { }));
        builder.Services.AddOptions<PolicyRegistrations>().ValidateOnStart();
        builder.Services.Configure<PolicyRegistrations>(registrations => registrations.Policies.Add((name, static (provider, key) => provider.GetRequiredKeyedService<RetryBudget>(key))));
        builder.Services.AddKeyedSingleton(name, (provider, _) => new RetryBudget(
            provider.GetRequiredService<IOptionsMonitor<RetryBudgetOptions>>().Get(name),
            provider.GetService<TimeProvider>(),
            PressureOf(provider, name, names),
            provider.GetService<IMeterFactory>()));
        return builder;
    }

    private static Func<double>? PressureOf(IServiceProvider provider, string budget, string[] names)
    {
        var breakers = Array.ConvertAll(names, breaker => provider.GetKeyedService<ICircuitBreaker>(breaker)
            ?? throw new InvalidOperationException($"Retry budget '{budget}' feels the pressure of circuit breaker '{breaker}', which was not added: call AddCircuitBreaker(\"{breaker}\")."));
        return breakers.Length == 0 ? null : () =>
        {
            var highest = 0.0;
            foreach (var breaker in breakers)
            {
                highest = Math.Max(highest, breaker.Pressure);
            }

            return highest;
        };
    }
}
