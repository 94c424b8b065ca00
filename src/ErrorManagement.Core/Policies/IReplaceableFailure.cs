namespace ErrorManagement.Policies;

/// <summary>A failure that keeps something for whoever gets it, such as a connection.</summary>
internal interface IReplaceableFailure
{
    /// <summary>Another try will take its place: nobody gets it any more. Told before the wait for that try. Never throws.</summary>
    void Abandon();
}
