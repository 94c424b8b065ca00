using ErrorManagement.Classification;

namespace ErrorManagement.Retries;

/// <summary>Judges the results of one type. A result of a value type is not boxed.</summary>
internal abstract class ResultJudge
{
    /// <summary>The verdict on a failed result; null when it is a success, or not of this judge's type.</summary>
    /// <param name="result">The result.</param>
    /// <param name="fits">Whether it is of this judge's type.</param>
    public abstract ErrorClassification? Judge<T>(T result, out bool fits);
}
