using System.Globalization;
using ErrorManagement.Analytics.Alerts;
using ErrorManagement.Analytics.Dashboards;
using ErrorManagement.Analytics.Health;
using ErrorManagement.Analytics.Hosting.Sources;
using ErrorManagement.Analytics.Layers;
using ErrorManagement.Analytics.Patterns;
using ErrorManagement.Analytics.Registry;
using ErrorManagement.Analytics.Reports;
using ErrorManagement.Analytics.Runs;
using ErrorManagement.Analytics.Signatures;
using ErrorManagement.Analytics.Streams;
using Microsoft.Extensions.Options;

namespace ErrorManagement.Analytics.Hosting;

/// <summary>Finds every mistake in the whole tree of <see cref="ErrorManagementOptions"/> at once.</summary>
internal sealed class ErrorManagementOptionsValidator : IValidateOptions<ErrorManagementOptions>
{
    private const int LongestName = 200;

    public ValidateOptionsResult Validate(string? name, ErrorManagementOptions options)
    {
        var mistakes = new List<string>();
        if (options.ApplicationName is { Length: > LongestName } application)
        {
            mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"ApplicationName must be null or at most {LongestName} characters, inclusive; it has {application.Length}."));
        }

        mistakes.AddRange(options.Registry is null ? ["Registry must not be null."] : ErrorRegistryOptionsValidator.Validate(options.Registry).Select(m => "Registry: " + m));
        mistakes.AddRange(options.Patterns is null ? ["Patterns must not be null."] : PatternOptionsValidator.Mistakes(options.Patterns).Select(m => "Patterns: " + m));
        mistakes.AddRange(options.Sources is null ? ["Sources must not be null."] : ErrorSourceOptionsValidator.Mistakes(options.Sources).Select(m => "Sources: " + m));
        mistakes.AddRange(options.Layers is null ? ["Layers must not be null."] : LayeredErrorOptionsValidator.Mistakes(options.Layers).Select(m => "Layers: " + m));
        mistakes.AddRange(options.Signatures is null ? ["Signatures must not be null."] : SignatureOptionsValidator.Mistakes(options.Signatures).Select(m => "Signatures: " + m));
        mistakes.AddRange(options.Stream is null ? ["Stream must not be null."] : ErrorStreamOptionsValidator.Mistakes(options.Stream).Select(m => "Stream: " + m));
        mistakes.AddRange(options.Health is null ? ["Health must not be null."] : ServiceHealthOptionsValidator.Mistakes(options.Health).Select(m => "Health: " + m));
        mistakes.AddRange(options.Dashboard is null ? ["Dashboard must not be null."] : ErrorDashboardOptionsValidator.Mistakes(options.Dashboard).Select(m => "Dashboard: " + m));
        mistakes.AddRange(options.Reports is null ? ["Reports must not be null."] : ErrorReportingOptionsValidator.Mistakes(options.Reports).Select(m => "Reports: " + m));
        mistakes.AddRange(options.Schedule is null ? ["Schedule must not be null."] : ReportScheduleOptionsValidator.Mistakes(options.Schedule).Select(m => "Schedule: " + m));
        mistakes.AddRange(options.Alerts is null ? ["Alerts must not be null."] : AlertOptionsValidator.Mistakes(options.Alerts).Select(m => "Alerts: " + m));
        mistakes.AddRange(options.Channels is null ? ["Channels must not be null."] : AlertChannelOptionsValidator.Mistakes(options.Channels).Select(m => "Channels: " + m));
        mistakes.AddRange(options.Runs is null ? ["Runs must not be null."] : RunAnalyticsOptionsValidator.Mistakes(options.Runs).Select(m => "Runs: " + m));
        return mistakes.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }
}
