namespace ErrorManagement;

/// <summary>How bad an error is, in rising order, so that severities can be compared with <c>&lt;</c> and <c>&gt;</c>.</summary>
public enum ErrorSeverity
{
    /// <summary>Of interest only while looking for a fault.</summary>
    Debug,

    /// <summary>Worth knowing; nothing to do.</summary>
    Info,

    /// <summary>Expected now and then from a distributed system: a time-out, a refused connection.</summary>
    Warning,

    /// <summary>Something that should have worked did not. The default.</summary>
    Error,

    /// <summary>The process or its data is in danger; someone should be called.</summary>
    Critical,
}
