namespace ErrorManagement.Handling;

/// <summary>The results of one operation, whatever their type.</summary>
internal interface IKeptResults
{
    /// <summary>Forgets all of them.</summary>
    void Clear();
}
