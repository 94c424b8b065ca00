using ErrorManagement.Analytics.Registry;

namespace ErrorManagement.Analytics;

/// <content>How users steer what is one record.</content>
public sealed partial class ErrorRegistry
{
    /// <inheritdoc />
    public bool Merge(ErrorId into, ErrorId other, string? reason = null)
    {
        var why = ReasonOf(reason, null);
        var state = _recorder.DrainAndLock();
        try
        {
            return _recorder.Worker.Steering.MergeLocked(state, into, other, why);
        }
        finally
        {
            state.Gate.Exit();
        }
    }

    /// <inheritdoc />
    public ErrorId Split(ErrorId part, string? reason = null)
    {
        var why = ReasonOf(reason, null);
        var state = _recorder.DrainAndLock();
        try
        {
            return _recorder.Worker.Steering.SplitLocked(state, part, why);
        }
        finally
        {
            state.Gate.Exit();
        }
    }

    /// <inheritdoc />
    public GroupingExplanation Explain(ErrorId a, ErrorId b)
    {
        var state = _recorder.DrainAndLock();
        try
        {
            return GroupingExplainer.Explain(state, a, b);
        }
        finally
        {
            state.Gate.Exit();
        }
    }
}
