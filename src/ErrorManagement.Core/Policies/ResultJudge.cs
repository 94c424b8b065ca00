using ErrorManagement.Diagnostics;

namespace ErrorManagement.Policies;

/// <summary>Judges the results of one type. A result of a value type is not boxed. Equal to another one of the same type and function.</summary>
internal abstract record ResultJudge<TVerdict>
{
    /// <summary>Asks several in order; the first that the result is for speaks. One that throws has not spoken.</summary>
    /// <returns>Whether one has.</returns>
    public static bool TryJudge<T>(ResultJudge<TVerdict>[] judges, T result, out TVerdict? verdict)
    {
        for (var i = 0; i < judges.Length; i++)
        {
            try
            {
                if (judges[i].TryJudge(result, out verdict))
                {
                    return true;
                }
            }
            catch (Exception e)
            {
                LibraryFailures.Swallow(e);
            }
        }

        verdict = default;
        return false;
    }

    /// <summary>Whether the result is of this judge's type; then what the judge says of it.</summary>
    protected abstract bool TryJudge<T>(T result, out TVerdict? verdict);
}
