namespace ErrorManagement.Retries;

/// <summary>Takes the discarded results of one type.</summary>
internal abstract class ResultDiscard
{
    /// <summary>Takes a result when it is of this one's type.</summary>
    public abstract void Take(object result);
}
