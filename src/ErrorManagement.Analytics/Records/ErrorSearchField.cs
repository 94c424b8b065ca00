namespace ErrorManagement.Analytics;

/// <summary>Where a search looks.</summary>
public enum ErrorSearchField
{
    /// <summary>The newest message and the template.</summary>
    Message,

    /// <summary>The component.</summary>
    Component,

    /// <summary>The full name of the error's type.</summary>
    ErrorType,
}
