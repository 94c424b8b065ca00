using ErrorManagement.CircuitBreakers;
using Microsoft.Extensions.Options;

namespace ErrorManagement.Hosting;

/// <summary>
/// Logs settings of a breaker that cannot work when its options are first made: when the host starts, else when the breaker is first asked for. It stands beside the
/// validator because that is the moment, and refuses nothing.
/// </summary>
internal sealed class BreakerSettingsReporter(SettingsLog log) : IValidateOptions<CircuitBreakerOptions>
{
    public ValidateOptionsResult Validate(string? name, CircuitBreakerOptions options)
    {
        // Settings outside their bounds are the validator's: the host does not start.
        if (!string.IsNullOrWhiteSpace(name) && new CircuitBreakerOptionsValidator().Validate(name, options).Succeeded)
        {
            log.Write(() => CircuitBreakerSettingsCheck.Find(name, CircuitBreakerOptions.Freeze(options)));
        }

        return ValidateOptionsResult.Skip;
    }
}
