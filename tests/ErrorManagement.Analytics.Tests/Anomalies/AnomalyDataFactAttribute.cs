using ErrorManagement.Benchmarks.Accuracy;

namespace ErrorManagement.Analytics.Tests.Anomalies;

/// <summary>A test on labelled series that are not part of the repository; skipped, with the reason, where they are absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AnomalyDataFactAttribute : FactAttribute
{
    public AnomalyDataFactAttribute()
    {
        if (LabelledSeries.Nab().Count == 0 || LabelledSeries.Cloud().Count == 0)
        {
            Skip = "The labelled series of ../shared/data/nab and ms_cloud are not here.";
        }
    }
}
