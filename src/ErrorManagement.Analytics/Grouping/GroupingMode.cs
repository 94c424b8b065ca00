namespace ErrorManagement.Analytics.Grouping;

/// <summary>What makes two errors one record, beside the component.</summary>
public enum GroupingMode
{
    /// <summary>The types in the chain, the codes, the template of the message and the application's own stack.</summary>
    Bug,

    /// <summary>The exception's type, the outermost, and the message to the letter, of which 65,536 characters count; secrets are taken out before.</summary>
    ExactMessage,

    /// <summary>The exception's type, the outermost.</summary>
    TypeAndComponent,
}
