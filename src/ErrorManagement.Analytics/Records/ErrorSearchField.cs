namespace ErrorManagement.Analytics;

/// <summary>Where a search looks.</summary>
public enum ErrorSearchField
{
    /// <summary>The messages of the occurrences that are kept, and the template.</summary>
    Message,

    /// <summary>The component.</summary>
    Component,

    /// <summary>The full name of the error's type.</summary>
    ErrorType,

    /// <summary>The error code and the code-like identity, such as <c>http:503</c>.</summary>
    Code,

    /// <summary>All of them.</summary>
    Any,
}
