using System.Diagnostics.Metrics;

namespace ErrorManagement.Diagnostics;

/// <summary>The meter of the library.</summary>
internal static class LibraryMeter
{
    /// <summary>The version of meter and activity source: that of the assembly.</summary>
    public static string Version { get; } = typeof(LibraryMeter).Assembly.GetName().Version?.ToString(3) ?? "";

    /// <summary>The one of the process, for what was made without a factory. Lives as long as the process, so nothing is left undisposed.</summary>
    public static Meter Shared { get; } = new(ErrorManagementDiagnostics.Name, Version);

    /// <summary>The one of a factory, which owns it; without a factory that of the process.</summary>
    public static Meter Of(IMeterFactory? factory) => factory?.Create(ErrorManagementDiagnostics.Name, Version) ?? Shared;
}
