namespace ErrorManagement.Core.Tests.Policies;

/// <summary>A test that holds for optimised code only: in Debug builds asynchronous state machines are classes.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ReleaseFactAttribute : FactAttribute
{
    public ReleaseFactAttribute()
    {
#if DEBUG
        Skip = "Debug builds allocate asynchronous state machines; run with -c Release.";
#endif
    }
}
