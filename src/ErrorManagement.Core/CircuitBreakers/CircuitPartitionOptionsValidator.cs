using ErrorManagement.Diagnostics;
using Microsoft.Extensions.Options;

namespace ErrorManagement.CircuitBreakers;

/// <summary>Finds every mistake in <see cref="CircuitPartitionOptions"/> at once.</summary>
internal sealed class CircuitPartitionOptionsValidator : IValidateOptions<CircuitPartitionOptions>
{
    private const int MostPartitions = 1_000_000;
    private static readonly TimeSpan ShortestIdleTimeout = TimeSpan.FromSeconds(1);

    public ValidateOptionsResult Validate(string? name, CircuitPartitionOptions options) => Find(name, options).ToResult();

    /// <summary>Throws when there is a mistake, with all of them in the message.</summary>
    public static void ThrowIfInvalid(string name, CircuitPartitionOptions options) => Find(name, options).ThrowIfAny(nameof(options));

    private static OptionMistakes Find(string? name, CircuitPartitionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var mistakes = new OptionMistakes("Circuit partitions", name);
        mistakes.Check(options.MaxPartitions is >= 1 and <= MostPartitions, nameof(options.MaxPartitions), options.MaxPartitions, "1 to 1000000, inclusive");
        mistakes.Check(options.IdleTimeout is null || options.IdleTimeout >= ShortestIdleTimeout, nameof(options.IdleTimeout), options.IdleTimeout, "null, or at least 1 s");
        return mistakes;
    }
}
