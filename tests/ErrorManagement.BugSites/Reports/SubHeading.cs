using System.Runtime.CompilerServices;

namespace ErrorManagement.BugSites.Reports;

internal sealed class SubHeading : Heading
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public SubHeading(int i)
        : base(i, derived: true) => Guard.Require(i < 0);
}
