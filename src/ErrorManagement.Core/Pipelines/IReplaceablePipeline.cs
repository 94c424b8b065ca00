using ErrorManagement.Diagnostics;

namespace ErrorManagement.Pipelines;

/// <summary>A pipeline of either kind, as its container sees it.</summary>
/// <typeparam name="TSelf">The kind.</typeparam>
internal interface IReplaceablePipeline<TSelf>
{
    /// <summary>Sends calls that begin from now on through another one, all its layers at once; calls under way end where they are.</summary>
    void ReplaceWith(TSelf newer);

    IReadOnlyList<SettingsWarning> CheckSettings(string? name);

    string Describe();
}
