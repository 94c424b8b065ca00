using ErrorManagement.Analytics.Grouping;

namespace ErrorManagement.Analytics.Registry;

/// <summary>Groups errors by component and chain of types: all that an error has in common with itself when its message is new each time.</summary>
internal static class ErrorGroups
{
    private const int MaxDepth = 8;

    /// <summary>The group of an exception in a component, for this process only.</summary>
    public static ulong Of(string component, Exception exception)
    {
        var key = StableHash.Of(component);
        var depth = 0;
        for (var e = exception; e is not null && depth < MaxDepth; e = e.InnerException, depth++)
        {
            key = StableHash.Combine(key, (ulong)e.GetType().TypeHandle.Value);
        }

        return key;
    }

    /// <summary>The group of an error that is no exception.</summary>
    public static ulong Of(string component, string errorType) => StableHash.Combine(StableHash.Of(component), StableHash.Of(errorType));
}
