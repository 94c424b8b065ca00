using System.Diagnostics.Metrics;
using ErrorManagement.Classification;
using ErrorManagement.Retries;
using ErrorManagement.Timeouts;
using Microsoft.Extensions.Options;

namespace ErrorManagement.Pipelines;

/// <summary>What the policies of one builder are made with, and where it finds what it knows by name.</summary>
internal sealed class PipelineParts
{
    private List<string>? _mistakes;

    /// <summary>Finds a breaker by its name; null when there is nothing to look names up.</summary>
    public Func<string, IExecutionPolicy?>? CircuitBreakers { get; init; }

    /// <summary>Finds a retry budget by its name, or throws; null when there is nothing to look names up.</summary>
    public Func<string, RetryBudget>? RetryBudgets { get; init; }

    /// <summary>Reads the settings of a retry by their name; null when there is nothing to look names up.</summary>
    public Func<string, RetryOptions>? RetrySettings { get; init; }

    /// <summary>Reads the settings of a time-out by their name; null when there is nothing to look names up.</summary>
    public Func<string, TimeoutOptions>? TimeoutSettings { get; init; }

    public IErrorClassifier? Classifier { get; init; }

    public TimeProvider? TimeProvider { get; init; }

    public IErrorSink? Sink { get; init; }

    public IMeterFactory? MeterFactory { get; init; }

    /// <summary>The component under which retries report; null for what their settings say.</summary>
    public string? Component { get; init; }

    /// <summary>The name of the policy, under which retries report that have no breaker in their pipeline; null when <see cref="Component"/> decides.</summary>
    public string? Policy { get; init; }

    /// <summary>The first breaker that was added by name: what fails behind it is reported under its name, so that its causes and the records find each other.</summary>
    public string? FirstBreaker { get; set; }

    /// <summary>The names of settings that layers are bound to, by the type of the settings.</summary>
    public HashSet<(Type Settings, string Name)> Bound { get; } = [];

    public string? ReportedComponent => Component ?? (Policy is null ? null : FirstBreaker ?? Policy);

    /// <summary>Begins to gather mistakes instead of throwing at the first.</summary>
    public void Gather() => _mistakes = [];

    /// <summary>Ends it, and throws if there were any, with all of them.</summary>
    public void ThrowIfMistaken()
    {
        var found = _mistakes;
        _mistakes = null;
        if (found is { Count: > 0 })
        {
            throw new OptionsValidationException(Policy ?? "", typeof(PipelineBuilder), found.Distinct().Select(m => $"Policy '{Policy}': {m}"));
        }
    }

    /// <summary>Does something that fails where a setting is wrong or a name unknown. The mistake leaves at once, unless mistakes are gathered: then what is wrong is left out, and told together with the others.</summary>
    /// <returns>Whether it went well.</returns>
    public bool Try(Action make)
    {
        try
        {
            make();
            return true;
        }
        catch (OptionsValidationException e) when (_mistakes is not null)
        {
            _mistakes.AddRange(e.Failures);
        }
        catch (Exception e) when (_mistakes is not null && e is ArgumentException or InvalidOperationException)
        {
            _mistakes.Add(e.Message);
        }

        return false;
    }
}
