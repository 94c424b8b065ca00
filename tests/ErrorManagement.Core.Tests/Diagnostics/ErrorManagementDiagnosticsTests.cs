using ErrorManagement.Diagnostics;

namespace ErrorManagement.Core.Tests.Diagnostics;

public sealed class ErrorManagementDiagnosticsTests
{
    [Fact]
    public void Extensions_count_the_failures_they_keep_from_the_host_where_hosts_look()
    {
        var before = ErrorManagementDiagnostics.SwallowedFailures;

        ErrorManagementDiagnostics.CountSwallowedFailure(new TimeoutException());
        ErrorManagementDiagnostics.CountSwallowedFailure(null);

        ErrorManagementDiagnostics.SwallowedFailures.Should().BeGreaterThanOrEqualTo(before + 2, "tests beside this one may count too");
    }
}
