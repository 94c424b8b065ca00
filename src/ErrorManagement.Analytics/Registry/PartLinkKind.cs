namespace ErrorManagement.Analytics.Registry;

/// <summary>What decided that an error is part of a record.</summary>
internal enum PartLinkKind
{
    /// <summary>Its stack is that of the record, with frames left out.</summary>
    Stack,

    /// <summary>Its message is that of the record with another value.</summary>
    Words,

    /// <summary>Somebody said so.</summary>
    Hand,
}
