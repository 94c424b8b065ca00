namespace ErrorManagement.Analytics.Stacks;

/// <summary>One exception of a tree that is kept. On the caller's stack only: it holds the exception.</summary>
internal sealed class CauseNode(Exception exception, int parent)
{
    public Exception Exception => exception;

    /// <summary>The place of the exception that holds it; -1 for the outermost.</summary>
    public int Parent => parent;

    /// <summary>How many exceptions right inside it, or between it and the next that is kept, were left out.</summary>
    public int LeftOut { get; set; }
}
