using System.Reflection;
using ErrorManagement.Families.Framework;
using ErrorManagement.Families.Observability;
using ErrorManagement.Families.Runs;
using ErrorManagement.Families.Tools;

namespace ErrorManagement.Core.Tests.Errors.Families;

/// <summary>The 35 types of the requirements, written down a second time: code, parent, what they declare.</summary>
internal static class Catalogue
{
    private const ErrorCategory Permanent = ErrorCategory.Permanent;
    private const ErrorCategory Transient = ErrorCategory.Transient;
    private const ErrorCategory DataValidation = ErrorCategory.DataValidation;
    private const ErrorCategory Authentication = ErrorCategory.Authentication;

    public static IReadOnlyList<Entry> All { get; } =
    [
        new("EM-CORE-000", typeof(CoreException), typeof(CodedException)),
        new("EM-CORE-001", typeof(ConfigurationException), typeof(CoreException), Permanent),
        new("EM-CORE-002", typeof(InitializationException), typeof(CoreException), Permanent, ErrorSeverity.Critical),
        new("EM-CORE-003", typeof(ValidationException), typeof(CoreException), DataValidation),
        new("EM-CORE-004", typeof(WorkspaceException), typeof(CoreException), Permanent),
        new("EM-CORE-005", typeof(DependencyException), typeof(CoreException), Permanent),
        new("EM-CORE-006", typeof(ResourceException), typeof(CoreException), Transient, ErrorSeverity.Warning),
        new("EM-CORE-007", typeof(StateException), typeof(CoreException), Permanent),
        new("EM-CORE-008", typeof(PermissionException), typeof(CoreException), Authentication),
        new("EM-RUNS-000", typeof(RunStorageException), typeof(CodedException)),
        new("EM-RUNS-001", typeof(RunNotFoundException), typeof(RunStorageException), Permanent),
        new("EM-RUNS-002", typeof(ReplayException), typeof(RunStorageException), Permanent),
        new("EM-RUNS-003", typeof(RunSaveException), typeof(RunStorageException), Transient, ErrorSeverity.Warning),
        new("EM-RUNS-004", typeof(RunLoadException), typeof(RunStorageException), Transient, ErrorSeverity.Warning),
        new("EM-RUNS-005", typeof(RunQueryException), typeof(RunStorageException)),
        new("EM-RUNS-006", typeof(RunCleanupException), typeof(RunStorageException)),
        new("EM-RUNS-007", typeof(InvalidRunMetadataException), typeof(RunStorageException), DataValidation),
        new("EM-OBS-000", typeof(ObservabilityException), typeof(CodedException)),
        new("EM-OBS-001", typeof(MetricsException), typeof(ObservabilityException)),
        new("EM-OBS-002", typeof(TracingException), typeof(ObservabilityException)),
        new("EM-OBS-003", typeof(AlertingException), typeof(ObservabilityException)),
        new("EM-OBS-004", typeof(MetricRegistrationException), typeof(MetricsException), Permanent),
        new("EM-OBS-005", typeof(SpanContextException), typeof(TracingException)),
        new("EM-OBS-006", typeof(AlertRuleException), typeof(AlertingException), Permanent),
        new("EM-OBS-007", typeof(AlertChannelException), typeof(AlertingException), Transient, ErrorSeverity.Warning),
        new("EM-OBS-008", typeof(ExporterException), typeof(ObservabilityException), Transient, ErrorSeverity.Warning),
        new("EM-TOOL-000", typeof(ToolException), typeof(CodedException)),
        new("EM-TOOL-001", typeof(ToolExecutionException), typeof(ToolException)),
        new("EM-TOOL-002", typeof(ToolValidationException), typeof(ToolException), DataValidation),
        new("EM-TOOL-003", typeof(ToolNotFoundException), typeof(ToolException), Permanent),
        new("EM-TOOL-004", typeof(ToolTimeoutException), typeof(ToolException), Transient, ErrorSeverity.Warning),
        new("EM-TOOL-005", typeof(ToolPermissionException), typeof(ToolException), Authentication),
        new("EM-TOOL-006", typeof(ToolResourceException), typeof(ToolException), Transient, ErrorSeverity.Warning),
        new("EM-TOOL-007", typeof(ToolRegistrationException), typeof(ToolException), Permanent),
        new("EM-TOOL-008", typeof(ToolConfigurationException), typeof(ToolException), Permanent),
    ];

    public static TheoryData<Type> Types => [.. All.Select(entry => entry.Type)];

    public static ConstructorInfo ConstructorOf(Type type) => type.GetConstructors().Should().ContainSingle("one way to make it is enough").Subject;

    /// <summary>Makes one by its only constructor; a parameter that <paramref name="argument"/> answers with <see cref="Type.Missing"/> keeps its default, and a required one gets some value.</summary>
    public static CodedException Make(Type type, Func<ParameterInfo, object?> argument)
    {
        var constructor = ConstructorOf(type);
        var arguments = constructor.GetParameters().Select(parameter => argument(parameter) is var given && given != Type.Missing ? given
            : parameter.HasDefaultValue ? parameter.DefaultValue
            : parameter.ParameterType == typeof(TimeSpan) ? TimeSpan.FromSeconds(30) : $"some {parameter.Name}");
        return (CodedException)constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, [.. arguments], null);
    }

    /// <summary>Makes one with the required parts alone.</summary>
    public static CodedException Make(Type type, Exception? cause = null) => Make(type, parameter => parameter.ParameterType == typeof(Exception) ? cause : Type.Missing);

    internal sealed record Entry(string Code, Type Type, Type Parent, ErrorCategory? Category = null, ErrorSeverity Severity = ErrorSeverity.Error);
}
