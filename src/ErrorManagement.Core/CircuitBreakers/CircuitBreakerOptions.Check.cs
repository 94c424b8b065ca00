using ErrorManagement.Diagnostics;

namespace ErrorManagement.CircuitBreakers;

// How a set of options is checked for settings that cannot work.
public sealed partial class CircuitBreakerOptions
{
    /// <summary>
    /// Finds settings that are within their bounds and still cannot work, such as a minimum throughput that the declared <see cref="ExpectedCallsPerMinute"/> never reaches.
    /// For a host's unit test: <c>Assert.Empty(options.CheckSettings())</c>. A container logs the same when it makes the breaker. What concerns a breaker together with
    /// retries and time-outs, <c>CheckSettings</c> of the pipeline finds.
    /// </summary>
    /// <param name="name">The name of the breaker, for <see cref="SettingsWarning.Subject"/>.</param>
    /// <returns>The findings, always in the same order; empty for none. Changes nothing; call it again after changing the options.</returns>
    /// <exception cref="ArgumentException">The name is empty, or a setting is outside its bounds; the message names the value and the bound.</exception>
    public IReadOnlyList<SettingsWarning> CheckSettings(string name = "default")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        CircuitBreakerOptionsValidator.ThrowIfInvalid(name, this);
        return CircuitBreakerSettingsCheck.Find(name, Freeze(this));
    }
}
