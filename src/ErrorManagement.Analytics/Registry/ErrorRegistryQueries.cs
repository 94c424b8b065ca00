namespace ErrorManagement.Analytics;

/// <summary>The questions that are asked most, in short.</summary>
public static class ErrorRegistryQueries
{
    /// <summary>Returns the records of a component, newest first.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="component">The component, case-sensitive.</param>
    /// <param name="limit">At most so many, 0 or more; null for all.</param>
    /// <returns>Snapshots; empty for a component that is not known, and asking makes nothing.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="registry"/> or <paramref name="component"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is negative.</exception>
    public static IReadOnlyList<ErrorRecord> GetErrorsByComponent(this IErrorRegistry registry, string component, int? limit = null)
    {
        ArgumentNullException.ThrowIfNull(registry);
        ArgumentNullException.ThrowIfNull(component);
        return registry.GetErrors(new ErrorQuery { Component = component, Limit = limit });
    }

    /// <summary>Returns the records of an error type, newest first.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="errorType">The full name of the type, or its name without namespace, outer types and generic arguments; case-sensitive.</param>
    /// <param name="limit">At most so many, 0 or more; null for all.</param>
    /// <returns>Snapshots; empty for a type that is not known, and asking makes nothing.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="registry"/> or <paramref name="errorType"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is negative.</exception>
    public static IReadOnlyList<ErrorRecord> GetErrorsByType(this IErrorRegistry registry, string errorType, int? limit = null)
    {
        ArgumentNullException.ThrowIfNull(registry);
        ArgumentNullException.ThrowIfNull(errorType);
        return registry.GetErrors(new ErrorQuery { ErrorType = errorType, Limit = limit });
    }

    /// <summary>Returns the records that hold a text, newest first; for a field that comes as text, from an address or a command line.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="text">The text, character by character in every culture; a part of the field is enough. Empty matches all.</param>
    /// <param name="field">Where to look: <c>message</c>, <c>component</c>, <c>error_type</c>, <c>code</c> or <c>any</c>, in any case.</param>
    /// <param name="matchCase">Whether upper and lower case are different. By default they are the same.</param>
    /// <returns>Snapshots; empty when there are none.</returns>
    /// <exception cref="ArgumentNullException">One of them is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="field"/> is no field; the message lists the valid names.</exception>
    public static IReadOnlyList<ErrorRecord> Search(this IErrorRegistry registry, string text, string field, bool matchCase = false)
    {
        ArgumentNullException.ThrowIfNull(registry);
        return registry.Search(text, ErrorSearchFields.Parse(field), matchCase);
    }
}
