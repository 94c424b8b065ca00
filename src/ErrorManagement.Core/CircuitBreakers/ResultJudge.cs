namespace ErrorManagement.CircuitBreakers;

/// <summary>Judges the results of one type. A result of a value type is not boxed. Equal to another one of the same type and function.</summary>
internal abstract record ResultJudge
{
    /// <summary>The verdict; null when the result is not of this judge's type.</summary>
    public abstract CircuitVerdict? Judge<T>(T result);
}
