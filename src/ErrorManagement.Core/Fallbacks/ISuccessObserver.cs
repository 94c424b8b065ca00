namespace ErrorManagement.Fallbacks;

/// <summary>A fallback that learns from calls that went well; the helper and pipelines tell it. The cache is one.</summary>
/// <typeparam name="T">The type of the result.</typeparam>
public interface ISuccessObserver<in T>
{
    /// <summary>Hears of a primary call that went well. Must be quick and must not throw; safe on any thread.</summary>
    /// <param name="value">Its result.</param>
    void OnSuccess(T value);
}
