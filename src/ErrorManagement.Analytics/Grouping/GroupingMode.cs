namespace ErrorManagement.Analytics.Grouping;

/// <summary>What makes two errors one record, beside the component and the exception's type.</summary>
public enum GroupingMode
{
    /// <summary>The codes, the template of the message and the application's own stack.</summary>
    Bug,

    /// <summary>The message to the letter, and nothing else.</summary>
    ExactMessage,

    /// <summary>Nothing else.</summary>
    TypeAndComponent,
}
