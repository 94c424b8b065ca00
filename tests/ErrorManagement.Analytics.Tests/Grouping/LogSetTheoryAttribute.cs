using ErrorManagement.Benchmarks.Accuracy;

namespace ErrorManagement.Analytics.Tests.Grouping;

/// <summary>A test on labelled logs that are not part of the repository; skipped, with the reason, where they are absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LogSetTheoryAttribute : TheoryAttribute
{
    public LogSetTheoryAttribute()
    {
        if (LogSet.All().Count == 0)
        {
            Skip = "The labelled logs of ../shared/data/loghub are not here.";
        }
    }
}
